/** The daemon's edge: its listeners, and the translation between the protocol and the domain. Nothing is decided here. */
@NullMarked
package io.vmregistry.daemon.grpc;

import org.jspecify.annotations.NullMarked;
