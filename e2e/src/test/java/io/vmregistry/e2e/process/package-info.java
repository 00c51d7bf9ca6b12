/** The programs as real processes, started by their launchers on loopback and always ended. */
@NullMarked
package io.vmregistry.e2e.process;

import org.jspecify.annotations.NullMarked;
