/** Who may do what to which repository: actions, patterns and grants, one model for every kind of token. */
@NullMarked
package io.vmregistry.spec.scope;

import org.jspecify.annotations.NullMarked;
