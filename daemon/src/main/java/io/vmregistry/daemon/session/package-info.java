/** Who is logged in to which auth server: the tokens that the daemon keeps for each caller. */
@NullMarked
package io.vmregistry.daemon.session;

import org.jspecify.annotations.NullMarked;
