/** Import, push and pull of a large disk, measured beside what the system needs for the same bytes. */
@NullMarked
package io.vmregistry.e2e.benchmark;

import org.jspecify.annotations.NullMarked;
