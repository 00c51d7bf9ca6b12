/** The corpus of good and bad files under {@code src/test/resources}. */
@org.jspecify.annotations.NullMarked
package io.vmregistry.spec.corpus;
