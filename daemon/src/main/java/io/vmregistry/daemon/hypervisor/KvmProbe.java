package io.vmregistry.daemon.hypervisor;

import io.vmregistry.daemon.disk.HostTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds out whether KVM runs guests, by letting it run one. {@code /dev/kvm} and libvirt's capabilities can advertise KVM
 * where a guest then hangs or dies at once.
 *
 * <p>The guest is a boot sector that writes one byte to QEMU's {@code isa-debug-exit} device, whereupon QEMU exits with a
 * code that nothing else gives. It takes a tenth of a second where KVM works.
 */
public final class KvmProbe implements Supplier<Accelerator.Verdict> {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int SECTOR = 512;

    /** {@code mov dx, 0xf4; mov al, 0x10; out dx, al; hlt} */
    private static final byte[] CODE = {(byte) 0xba, (byte) 0xf4, 0x00, (byte) 0xb0, 0x10, (byte) 0xee, (byte) 0xf4};

    /** The device exits with twice the byte plus one. */
    private static final int GUEST_RAN = 0x10 * 2 + 1;

    private final Path device;
    private final String program;
    private final Duration deadline;

    public KvmProbe() {
        this(Path.of("/dev/kvm"), "qemu-system-x86_64", DEADLINE);
    }

    KvmProbe(Path device, String program, Duration deadline) {
        this.device = device;
        this.program = program;
        this.deadline = deadline;
    }

    @Override
    public Accelerator.Verdict get() {
        if (!Files.exists(device)) {
            return tcg("this host has no " + device);
        }
        try {
            Path folder = Files.createTempDirectory("vm-registry-probe");
            try {
                return probe(folder);
            } finally {
                Files.deleteIfExists(folder.resolve("probe.img"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            return tcg("the probe guest did not come to its end: " + e.getMessage());
        }
    }

    private Accelerator.Verdict probe(Path folder) throws IOException {
        Files.write(folder.resolve("probe.img"), bootSector());
        HostTool.Result result = HostTool.run(
                folder,
                deadline,
                List.of(
                        program,
                        "-machine",
                        "pc,accel=kvm",
                        "-cpu",
                        "host",
                        "-m",
                        "16",
                        "-nodefaults",
                        "-no-user-config",
                        "-display",
                        "none",
                        "-no-reboot",
                        "-device",
                        "isa-debug-exit,iobase=0xf4,iosize=0x04",
                        "-drive",
                        "file=probe.img,format=raw,if=ide"));
        return result.exitCode() == GUEST_RAN
                ? new Accelerator.Verdict(Accelerator.KVM, "a probe guest ran under KVM")
                : tcg("the probe guest ended with code %d: %s".formatted(result.exitCode(), lastLine(result.output())));
    }

    private static byte[] bootSector() {
        byte[] sector = Arrays.copyOf(CODE, SECTOR);
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xaa;
        return sector;
    }

    private static String lastLine(String output) {
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    private static Accelerator.Verdict tcg(String why) {
        return new Accelerator.Verdict(Accelerator.TCG, why);
    }
}
