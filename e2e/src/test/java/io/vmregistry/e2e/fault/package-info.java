/** Faults made on purpose: cut connections, full disks. */
@NullMarked
package io.vmregistry.e2e.fault;

import org.jspecify.annotations.NullMarked;
