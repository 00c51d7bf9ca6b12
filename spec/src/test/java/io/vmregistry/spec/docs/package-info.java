/** What is produced from the schema for people, and the examples that people copy. */
@org.jspecify.annotations.NullMarked
package io.vmregistry.spec.docs;
