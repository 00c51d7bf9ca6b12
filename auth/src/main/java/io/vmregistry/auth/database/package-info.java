/** The database: where it is, how work is done in it as a whole, and what happens when it is away. */
@NullMarked
package io.vmregistry.auth.database;

import org.jspecify.annotations.NullMarked;
