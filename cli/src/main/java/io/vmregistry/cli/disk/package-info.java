/** Disk images on their way to the daemon: checked against their own header, then streamed. */
@NullMarked
package io.vmregistry.cli.disk;

import org.jspecify.annotations.NullMarked;
