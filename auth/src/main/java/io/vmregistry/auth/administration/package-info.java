/** What administrators do: with accounts, with access rules. The HTTP routes and the subcommands call the same. */
@NullMarked
package io.vmregistry.auth.administration;

import org.jspecify.annotations.NullMarked;
