/** Compose projects on this host: documents in, machines and networks out, repeatable after any interruption. */
@NullMarked
package io.vmregistry.daemon.compose;

import org.jspecify.annotations.NullMarked;
