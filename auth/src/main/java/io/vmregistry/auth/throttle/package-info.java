/** How often something may be tried: counts of guesses, and the waits that follow from them. */
@NullMarked
package io.vmregistry.auth.throttle;

import org.jspecify.annotations.NullMarked;
