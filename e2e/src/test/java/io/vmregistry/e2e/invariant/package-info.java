/** What a content store must hold to, whatever happened to the process that wrote it. */
@NullMarked
package io.vmregistry.e2e.invariant;

import org.jspecify.annotations.NullMarked;
