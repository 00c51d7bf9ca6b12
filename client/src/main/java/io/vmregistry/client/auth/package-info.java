/** Sessions and tokens of the auth server. */
@NullMarked
package io.vmregistry.client.auth;

import org.jspecify.annotations.NullMarked;
