/** The audit log in PostgreSQL. */
@NullMarked
package io.vmregistry.auth.audit.postgres;

import org.jspecify.annotations.NullMarked;
