/** YAML as a tree in which every key and value knows its place; reading never throws. */
@NullMarked
package io.vmregistry.spec.yaml;

import org.jspecify.annotations.NullMarked;
