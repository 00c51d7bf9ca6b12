/** The content store's faults, shared by its two ports. */
@NullMarked
package io.vmregistry.store;

import org.jspecify.annotations.NullMarked;
