/** Who the caller is and what a token lets it do; fails closed. */
@NullMarked
package io.vmregistry.registry.access;

import org.jspecify.annotations.NullMarked;
