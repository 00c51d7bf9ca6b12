/** The command line as a program: what surrounds it, and how it starts and ends. */
@NullMarked
package io.vmregistry.cli;

import org.jspecify.annotations.NullMarked;
