package io.vmregistry.spec.machine;

/** How the guest's firmware starts it. */
public sealed interface Bootloader {

    record Bios() implements Bootloader {}

    record Uefi(boolean secureBoot) implements Bootloader {}
}
