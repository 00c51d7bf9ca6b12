/** What every version of the HTTP API shares: requests, bodies, errors, ranges, the log. */
@NullMarked
package io.vmregistry.registry.api;

import org.jspecify.annotations.NullMarked;
