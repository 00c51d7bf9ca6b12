/** Counts of attempts in PostgreSQL. */
@NullMarked
package io.vmregistry.auth.throttle.postgres;

import org.jspecify.annotations.NullMarked;
