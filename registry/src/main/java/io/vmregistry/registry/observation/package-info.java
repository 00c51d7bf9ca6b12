/** What the server tells of itself: metrics and spans of requests, storage operations, tokens, uploads and upkeep. */
@NullMarked
package io.vmregistry.registry.observation;

import org.jspecify.annotations.NullMarked;
