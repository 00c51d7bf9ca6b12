/** Clients of the registry, the auth server and the daemon, and the one family of faults that they share. */
@NullMarked
package io.vmregistry.client;

import org.jspecify.annotations.NullMarked;
