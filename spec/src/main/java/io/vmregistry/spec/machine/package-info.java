/** What VMFile, VMCompose and image configuration say of a machine in the same words. */
@NullMarked
package io.vmregistry.spec.machine;

import org.jspecify.annotations.NullMarked;
