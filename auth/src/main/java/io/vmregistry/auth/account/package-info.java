/** Accounts: names, passwords, registration and the check of credentials. */
@NullMarked
package io.vmregistry.auth.account;

import org.jspecify.annotations.NullMarked;
