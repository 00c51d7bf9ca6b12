package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import io.vmregistry.proto.v1.InspectVMRequest;
import io.vmregistry.proto.v1.VMProcessInfo;
import io.vmregistry.spec.unit.DurationFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a machine can be used, by asking again and again. There is nothing to wait for instead: daemons answer
 * {@code WatchEvents} with UNIMPLEMENTED, and that a guest took an address is an event of no hypervisor; the daemon itself
 * would have to look for it in the DHCP server's leases as often as it is asked here.
 */
final class Readiness {

    /** A guest boots for seconds, so that half of one more is not noticed, and a question costs the daemon little. */
    private static final long INTERVAL_MILLIS = 500;

    private final Desk desk;
    private final Duration patience;

    Readiness(Desk desk, Duration patience) {
        this.desk = desk;
        this.patience = patience;
    }

    /** Until it runs and has an address on each of its networks. */
    void await(String vm) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            VMProcessInfo machine = desk.daemon()
                    .calls()
                    .inspectVM(InspectVMRequest.newBuilder().setVm(vm).build())
                    .getVm();
            if (isReady(machine)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new ClientException.Unavailable(
                        "wait for machine \"" + machine.getName() + "\"",
                        "after " + DurationFormat.print(patience) + " it is " + machine.getStatus()
                                + " and has no address on every network",
                        "See \"vmr logs " + machine.getName() + "\".",
                        Optional.empty());
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
    }

    private static boolean isReady(VMProcessInfo machine) {
        return machine.getStatus().equals("running")
                && machine.getNetworksList().stream().allMatch(network -> network.getIpAddressesCount() > 0);
    }
}
