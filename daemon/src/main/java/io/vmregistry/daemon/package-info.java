/** The per-host daemon's entry point, settings and wiring. */
@NullMarked
package io.vmregistry.daemon;

import org.jspecify.annotations.NullMarked;
