/** Access rules of accounts, and which part of a request they grant. */
@NullMarked
package io.vmregistry.auth.acl;

import org.jspecify.annotations.NullMarked;
