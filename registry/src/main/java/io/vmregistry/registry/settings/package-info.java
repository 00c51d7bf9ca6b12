/** What the server can be told, by flag, variable or property. */
@NullMarked
package io.vmregistry.registry.settings;

import org.jspecify.annotations.NullMarked;
