/** How the daemon and what it leans on are doing. */
@NullMarked
package io.vmregistry.daemon.health;

import org.jspecify.annotations.NullMarked;
