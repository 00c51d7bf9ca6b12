/** The VMCompose file: several machines with their networks and volumes. */
@NullMarked
package io.vmregistry.spec.compose;

import org.jspecify.annotations.NullMarked;
