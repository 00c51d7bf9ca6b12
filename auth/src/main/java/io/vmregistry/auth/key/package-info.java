/** The RSA keys that sign tokens: files, key set, key ids. */
@NullMarked
package io.vmregistry.auth.key;

import org.jspecify.annotations.NullMarked;
