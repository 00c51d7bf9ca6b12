/** Machines: what a user runs, its record on disk, and the steps that bring it about and take it away. */
@NullMarked
package io.vmregistry.daemon.machine;

import org.jspecify.annotations.NullMarked;
