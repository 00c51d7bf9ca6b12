/** Whether the services' guests do their work: health checks, their states, and waiting for them. */
@NullMarked
package io.vmregistry.daemon.compose.health;

import org.jspecify.annotations.NullMarked;
