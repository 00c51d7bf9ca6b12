/** The registry server: its entry point, its flags and what is wired to what. */
@NullMarked
package io.vmregistry.registry;

import org.jspecify.annotations.NullMarked;
