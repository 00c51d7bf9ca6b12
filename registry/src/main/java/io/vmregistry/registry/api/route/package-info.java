/** What a path can name, whichever version of the API it was written in, and one class per kind of thing that serves it. */
@NullMarked
package io.vmregistry.registry.api.route;

import org.jspecify.annotations.NullMarked;
