package io.vmregistry.spec.machine;

/** One step of preparing a running guest; steps run in order and stop at the first failure. */
public sealed interface ProvisionStep {

    /** Runs a script with the guest's shell. */
    record Shell(Content script) implements ProvisionStep {

        public Shell {
            if (script instanceof Content.Binary) {
                throw new IllegalArgumentException("a script is text");
            }
        }
    }

    /** Puts a file into the guest. */
    record CopyFile(Content source, String destination) implements ProvisionStep {}
}
