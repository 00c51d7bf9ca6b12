/** Addresses as the file formats write them: IPv4, subnets, MAC addresses, published ports. */
@NullMarked
package io.vmregistry.spec.net;

import org.jspecify.annotations.NullMarked;
