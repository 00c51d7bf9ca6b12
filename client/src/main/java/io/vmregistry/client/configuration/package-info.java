/** The user's folder of configuration: each file written whole or not at all, and shown to nobody else. */
@NullMarked
package io.vmregistry.client.configuration;

import org.jspecify.annotations.NullMarked;
