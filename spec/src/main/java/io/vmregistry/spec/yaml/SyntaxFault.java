package io.vmregistry.spec.yaml;

import io.vmregistry.spec.diagnostic.Code;

/**
 * Where reading stopped.
 *
 * @param offset where the reader could not go on, in the text that was read
 * @param contextOffset where what it was reading began
 * @param reportedOffset which of the two a person wants to see
 * @param recoverable false when a limit was passed: reading on would only cost more
 */
record SyntaxFault(
        Code code,
        int offset,
        int contextOffset,
        int reportedOffset,
        String message,
        String hint,
        boolean recoverable) {}
