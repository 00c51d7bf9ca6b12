/** The HTTP edge: routes, JSON shapes, and how an outcome becomes a status. */
@NullMarked
package io.vmregistry.auth.api;

import org.jspecify.annotations.NullMarked;
