/** The Kubernetes operator's entry point. */
@NullMarked
package io.vmregistry.operator;

import org.jspecify.annotations.NullMarked;
