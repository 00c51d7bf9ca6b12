package io.vmregistry.auth.origin;

/** Knows where the work that the calling thread does was asked for. */
public interface Origins {

    /** The client's address during a request, otherwise who else asked. */
    Origin current();
}
