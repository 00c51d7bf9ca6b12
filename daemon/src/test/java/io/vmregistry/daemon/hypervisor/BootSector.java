package io.vmregistry.daemon.hypervisor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A whole guest in 512 bytes: it prints {@link #MARKER} on its first serial port and halts. Under emulation it is there
 * within a second. It does not hear ACPI, so it never shuts down when asked.
 */
public final class BootSector {

    public static final String MARKER = "VMR-GUEST-READY";

    private static final byte[] CODE = bytes(
            0x31, 0xc0, //             xor ax, ax
            0x8e, 0xd8, //             mov ds, ax
            0xbe, 0x1e, 0x7c, //       mov si, 0x7c1e          the text, behind the code
            0xfc, //                   cld
            0xba, 0xfd, 0x03, // next: mov dx, 0x3fd           line status
            0xec, //             wait: in al, dx
            0xa8, 0x20, //             test al, 0x20
            0x74, 0xfb, //             jz wait
            0xac, //                   lodsb
            0x84, 0xc0, //             test al, al
            0x74, 0x06, //             jz halt
            0xba, 0xf8, 0x03, //       mov dx, 0x3f8
            0xee, //                   out dx, al
            0xeb, 0xed, //             jmp next
            0xf4, //             halt: hlt
            0xeb, 0xfd); //            jmp halt

    private BootSector() {}

    /** Writes a raw disk of 1 MiB. */
    public static Path write(Path file) throws IOException {
        ByteArrayOutputStream sector = new ByteArrayOutputStream();
        sector.write(CODE);
        sector.write((MARKER + "\r\n\0").getBytes(StandardCharsets.US_ASCII));
        byte[] disk = Arrays.copyOf(sector.toByteArray(), 1 << 20);
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        return Files.write(file, disk);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }
}
