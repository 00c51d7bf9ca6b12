/** What is wrong with a document: stable codes, places, messages and hints. */
@NullMarked
package io.vmregistry.spec.diagnostic;

import org.jspecify.annotations.NullMarked;
