/** Accounts in PostgreSQL. */
@NullMarked
package io.vmregistry.auth.account.postgres;

import org.jspecify.annotations.NullMarked;
