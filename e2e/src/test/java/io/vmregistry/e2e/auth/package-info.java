/** The auth server on a database of one's own, with several servers on it, and its keys while they change. */
@NullMarked
package io.vmregistry.e2e.auth;

import org.jspecify.annotations.NullMarked;
