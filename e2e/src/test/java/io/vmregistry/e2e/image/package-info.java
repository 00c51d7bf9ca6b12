/** Disk images made for tests. */
@NullMarked
package io.vmregistry.e2e.image;

import org.jspecify.annotations.NullMarked;
