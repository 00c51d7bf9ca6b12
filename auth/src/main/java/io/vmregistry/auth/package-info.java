/** The auth server: its command line, its settings and the one place where its parts are put together. */
@NullMarked
package io.vmregistry.auth;

import org.jspecify.annotations.NullMarked;
