/** The form of tokens on the wire. */
@NullMarked
package io.vmregistry.spec.token;

import org.jspecify.annotations.NullMarked;
