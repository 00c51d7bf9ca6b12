/** The registry on an object store: several replicas, and faults between them and it. */
@NullMarked
package io.vmregistry.e2e.objectstore;

import org.jspecify.annotations.NullMarked;
