/** The main job: a disk is shipped through the registry and boots, and an environment of two comes up. */
@NullMarked
package io.vmregistry.e2e.mainjob;

import org.jspecify.annotations.NullMarked;
