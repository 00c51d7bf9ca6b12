/** Named daemons and registries, and the file that remembers them. */
@NullMarked
package io.vmregistry.client.context;

import org.jspecify.annotations.NullMarked;
