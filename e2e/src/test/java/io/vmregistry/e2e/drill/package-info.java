/** Programs killed at random moments. */
@NullMarked
package io.vmregistry.e2e.drill;

import org.jspecify.annotations.NullMarked;
