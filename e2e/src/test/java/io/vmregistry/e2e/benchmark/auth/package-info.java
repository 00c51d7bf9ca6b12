/** What tokens cost, beside the signature in them. */
@NullMarked
package io.vmregistry.e2e.benchmark.auth;

import org.jspecify.annotations.NullMarked;
