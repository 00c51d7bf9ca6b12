/** The scripts that a user calls: their arguments, and what they leave for the next run. */
@NullMarked
package io.vmregistry.e2e.script;

import org.jspecify.annotations.NullMarked;
