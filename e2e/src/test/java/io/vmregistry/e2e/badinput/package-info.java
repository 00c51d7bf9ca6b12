/** What the user sees when something is wrong, and what is left behind. */
@NullMarked
package io.vmregistry.e2e.badinput;

import org.jspecify.annotations.NullMarked;
