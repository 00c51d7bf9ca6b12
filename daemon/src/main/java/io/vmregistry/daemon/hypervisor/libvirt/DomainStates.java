package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.GuestCondition.State;

/** What libvirt's numbers mean ({@code libvirt-domain.h}: virDomainState, virDomainPausedReason, virDomainShutoffReason). */
final class DomainStates {

    private DomainStates() {}

    static GuestCondition condition(LibvirtNative.DomainState domain) {
        return switch (domain.state()) {
            case 1, 2, 4 -> GuestCondition.of(State.RUNNING); // running, blocked, shutting down
            case 3 -> new GuestCondition(State.SUSPENDED, paused(domain.reason()));
            case 5 -> shutOff(domain.reason());
            case 6 -> new GuestCondition(State.CRASHED, "the guest's kernel panicked");
            case 7 -> new GuestCondition(State.SUSPENDED, "the guest put itself to sleep");
            default -> GuestCondition.of(State.STOPPED);
        };
    }

    private static String paused(int reason) {
        return switch (reason) {
            case 5 -> "a disk failed or the host's is full";
            case 8 -> "the guest's clock would have gone wrong";
            case 10 -> "the guest's kernel panicked";
            default -> "";
        };
    }

    private static GuestCondition shutOff(int reason) {
        return switch (reason) {
            case 3 -> new GuestCondition(State.CRASHED, "the guest crashed or its process was killed");
            case 6 -> new GuestCondition(State.CRASHED, "the guest's process did not start or ended by itself");
            default -> GuestCondition.of(State.STOPPED);
        };
    }
}
