package io.vmregistry.daemon.hypervisor;

import java.util.Optional;

/**
 * Whether a backend can be used now.
 *
 * @param version of the hypervisor, where it told
 * @param message what is wrong and what to do; empty when it can be used
 * @param acceleration how guests will run; empty where it has no meaning or is not known yet
 */
public record HypervisorHealth(
        boolean usable, String version, String message, Optional<Accelerator.Verdict> acceleration) {}
