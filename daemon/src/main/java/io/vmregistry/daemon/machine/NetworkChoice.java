package io.vmregistry.daemon.machine;

import java.util.List;

/** How a machine is to be connected. */
public sealed interface NetworkChoice {

    /** To the host's default network if there is an active one; otherwise not at all, with a warning. */
    record Standard(boolean activate) implements NetworkChoice {}

    record None() implements NetworkChoice {}

    /** To these, which have to be there. An inactive one is refused unless it is to be activated. */
    record Attach(List<NetworkAttachment> attachments, boolean activate) implements NetworkChoice {
        public Attach {
            attachments = List.copyOf(attachments);
        }
    }
}
