/** Clients of a registry that know nothing of its code, and what they expect of it. */
@NullMarked
package io.vmregistry.e2e.registry;

import org.jspecify.annotations.NullMarked;
