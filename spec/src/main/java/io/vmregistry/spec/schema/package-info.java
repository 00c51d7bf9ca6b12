/** The two formats as data: the one source of validation, JSON Schema, hover text and reference. */
@NullMarked
package io.vmregistry.spec.schema;

import org.jspecify.annotations.NullMarked;
