/** Access rules in PostgreSQL. */
@NullMarked
package io.vmregistry.auth.acl.postgres;

import org.jspecify.annotations.NullMarked;
