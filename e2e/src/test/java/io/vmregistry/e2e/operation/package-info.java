/** What somebody who runs the registry relies on. */
@NullMarked
package io.vmregistry.e2e.operation;

import org.jspecify.annotations.NullMarked;
