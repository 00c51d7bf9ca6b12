package io.vmregistry.daemon.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.daemon.Golden;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.Subnet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {

    private static final String KEY = "ssh-ed25519 AAAAC3Nz \"somebody\": @home";
    private static final SeedNetwork BY_DHCP = new SeedNetwork(new MacAddress("52:54:00:aa:bb:cc"), Optional.empty());
    private static final SeedNetwork FIXED = new SeedNetwork(
            new MacAddress("52:54:00:aa:bb:dd"),
            Optional.of(
                    new SeedNetwork.Fixed(Subnet.address("10.0.0.5").orElseThrow(), 24, Subnet.address("10.0.0.1"))));

    private static CloudInit wanted(Optional<String> userData, Optional<String> metaData) {
        return new CloudInit(userData, metaData, Optional.empty(), List.of(KEY));
    }

    private static String text(Seed seed) {
        return seed.files().entrySet().stream()
                .map(file -> "=== %s%n%s".formatted(file.getKey(), file.getValue()))
                .collect(Collectors.joining());
    }

    @Test
    void generatesEverything() throws Exception {
        Golden.matches(
                "seed-generated.txt",
                text(Seed.of("i-1", "web", wanted(Optional.empty(), Optional.empty()), List.of(BY_DHCP, FIXED))));
    }

    @Test
    void putsKeysBesideTheUsersOwnData() throws Exception {
        Golden.matches(
                "seed-user-data.txt",
                text(Seed.of("i-1", "web", wanted(Optional.of("#!/bin/sh\n"), Optional.empty()), List.of())));
    }

    @Test
    void leavesTheUsersOwnTextsAsTheyAre() {
        Seed seed = Seed.of(
                "i-1", "web", wanted(Optional.of("#cloud-config\n"), Optional.of("instance-id: mine\n")), List.of());

        assertThat(seed.files())
                .containsEntry("user-data", "#cloud-config\n")
                .containsEntry("meta-data", "instance-id: mine\n")
                .doesNotContainKey("network-config");
        assertThat(seed.files().get("vendor-data")).contains("ssh_authorized_keys");
    }

    @Test
    void showsNothingOfItsContent() {
        CloudInit secret =
                new CloudInit(Optional.of("password: hunter2"), Optional.empty(), Optional.empty(), List.of());

        assertThat(secret.toString()).doesNotContain("hunter2");
        assertThat(Seed.of("i-1", "web", secret, List.of()).toString()).doesNotContain("hunter2");
    }

    @Test
    void becomesAnIsoThatOnlyItsOwnerReads(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/xorriso")) || Files.isExecutable(Path.of("/usr/bin/genisoimage")),
                "neither xorriso nor genisoimage is installed");
        Path iso = directory.resolve("seed.iso");

        new IsoSeedImages().write(new Seed(Map.of("user-data", "#cloud-config\n", "meta-data", "{}")), iso);
        new IsoSeedImages().write(new Seed(Map.of("user-data", "#cloud-config\n{}", "meta-data", "{}")), iso);

        byte[] image = Files.readAllBytes(iso);
        assertThat(new String(image, 0x8001, 5, StandardCharsets.US_ASCII)).isEqualTo("CD001");
        assertThat(new String(image, 0x8028, 6, StandardCharsets.US_ASCII)).isEqualTo("cidata");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(iso)))
                .isEqualTo("rw-------");
        assertThat(directory.toFile().list()).containsExactly("seed.iso");
    }
}
