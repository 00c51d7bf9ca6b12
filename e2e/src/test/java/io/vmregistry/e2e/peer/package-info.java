/** The product beside programs of others: their registry with our daemon, their clients with our registry. */
@NullMarked
package io.vmregistry.e2e.peer;

import org.jspecify.annotations.NullMarked;
