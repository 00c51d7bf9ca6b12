/** What a user proved to be: secrets, and the file that keeps sessions between commands. */
@NullMarked
package io.vmregistry.client.credential;

import org.jspecify.annotations.NullMarked;
