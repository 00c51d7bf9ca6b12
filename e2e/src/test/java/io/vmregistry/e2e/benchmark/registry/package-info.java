/** Our registry beside another implementation of the same protocol, on the same machine, taking turns. */
@NullMarked
package io.vmregistry.e2e.benchmark.registry;

import org.jspecify.annotations.NullMarked;
