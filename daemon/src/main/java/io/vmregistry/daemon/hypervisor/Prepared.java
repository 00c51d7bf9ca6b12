package io.vmregistry.daemon.hypervisor;

import java.util.Optional;

/** What became of a guest's specification. */
public record Prepared(Optional<Accelerator> accelerator) {}
