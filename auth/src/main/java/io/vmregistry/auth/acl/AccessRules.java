package io.vmregistry.auth.acl;

import io.vmregistry.auth.account.AccountId;

/** The record of access rules. */
public interface AccessRules {

    /**
     * Everything the account is allowed, empty when there is no rule or no such account.
     *
     * @throws io.vmregistry.auth.database.DatabaseUnavailableException when the record cannot be reached now
     */
    AccessList of(AccountId account);
}
