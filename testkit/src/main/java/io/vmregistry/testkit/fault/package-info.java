/** Networks and servers that fail on demand. */
@NullMarked
package io.vmregistry.testkit.fault;

import org.jspecify.annotations.NullMarked;
