/** Work that no request asked for: expiry, garbage collection, health. */
@NullMarked
package io.vmregistry.registry.upkeep;

import org.jspecify.annotations.NullMarked;
