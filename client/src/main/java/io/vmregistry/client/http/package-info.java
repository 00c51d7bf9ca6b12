/** One HTTP exchange: bodies streamed both ways, timeouts by idle time, credentials that stay with their host. */
@NullMarked
package io.vmregistry.client.http;

import org.jspecify.annotations.NullMarked;
