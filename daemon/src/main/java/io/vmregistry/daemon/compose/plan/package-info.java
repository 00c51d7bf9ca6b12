/** What has to be done so that a host has what a compose document wants: wanted × present → actions. Pure. */
@NullMarked
package io.vmregistry.daemon.compose.plan;

import org.jspecify.annotations.NullMarked;
