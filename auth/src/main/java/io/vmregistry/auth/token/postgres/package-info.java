/** Refresh tokens in PostgreSQL: only their SHA-256. */
@NullMarked
package io.vmregistry.auth.token.postgres;

import org.jspecify.annotations.NullMarked;
