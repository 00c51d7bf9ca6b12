/** The /v1 API: the seed's paths. */
@NullMarked
package io.vmregistry.registry.api.v1;

import org.jspecify.annotations.NullMarked;
