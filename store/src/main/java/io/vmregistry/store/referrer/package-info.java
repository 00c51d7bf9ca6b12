/** Which manifests name another one as their subject: the port of the index behind the referrers API. */
@NullMarked
package io.vmregistry.store.referrer;

import org.jspecify.annotations.NullMarked;
