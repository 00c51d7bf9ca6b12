/** PostgreSQL itself, unpacked and run under the data directory. */
@NullMarked
package io.vmregistry.auth.database.embedded;

import org.jspecify.annotations.NullMarked;
