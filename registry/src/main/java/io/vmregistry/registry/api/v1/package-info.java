/** The /v1 API: its routes and one class per kind of thing. */
@NullMarked
package io.vmregistry.registry.api.v1;

import org.jspecify.annotations.NullMarked;
