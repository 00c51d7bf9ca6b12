/** Virtual networks of the host: what is wanted, what is there, and the port that a backend implements. */
@NullMarked
package io.vmregistry.daemon.network;

import org.jspecify.annotations.NullMarked;
