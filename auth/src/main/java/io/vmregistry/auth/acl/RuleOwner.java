package io.vmregistry.auth.acl;

import io.vmregistry.auth.account.AccountId;

/** For whom a rule is. */
public sealed interface RuleOwner {

    /** One account. */
    record OneAccount(AccountId id) implements RuleOwner {}

    /** Everybody, with and without an account. */
    record Everybody() implements RuleOwner {}
}
