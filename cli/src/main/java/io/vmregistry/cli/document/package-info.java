/** VMFiles and compose files on their way from the user's folder to the daemon. */
@NullMarked
package io.vmregistry.cli.document;

import org.jspecify.annotations.NullMarked;
