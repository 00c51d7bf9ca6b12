/** The audit log: who did what to whom, when, and from where. */
@NullMarked
package io.vmregistry.auth.audit;

import org.jspecify.annotations.NullMarked;
