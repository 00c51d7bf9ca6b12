/** The /v2 API: the paths of the OCI distribution specification. */
@NullMarked
package io.vmregistry.registry.api.v2;

import org.jspecify.annotations.NullMarked;
