/** What cloud-init is given inside a document, as far as it can be judged without a guest. */
@NullMarked
package io.vmregistry.spec.cloudinit;

import org.jspecify.annotations.NullMarked;
