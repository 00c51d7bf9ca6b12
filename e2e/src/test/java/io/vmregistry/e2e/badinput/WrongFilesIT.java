package io.vmregistry.e2e.badinput;

import static io.vmregistry.e2e.badinput.Complaints.NOT_FOUND;
import static io.vmregistry.e2e.badinput.Complaints.assertFindings;
import static io.vmregistry.e2e.badinput.Complaints.assertNothingHalfWritten;
import static io.vmregistry.e2e.badinput.Complaints.assertRefused;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Vmr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** VMFiles and disks that an import refuses. Each is put right afterwards, and the same command works. */
class WrongFilesIT {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    @TempDir
    static Path folder;

    private Vmr vmr;

    @BeforeEach
    void user() {
        vmr = DEPLOYED.get().newUser();
    }

    /** Makes the files of a case at {@code disk} and {@code disk.VMFile}. */
    interface Maker {
        void make(Path disk, Path vmFile) throws IOException;
    }

    record Wrong(String name, Maker maker, int findings, String... words) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong(
                        "a VMFile with three mistakes",
                        (disk, vmFile) -> {
                            DiskImages.raw(disk, 1, 1);
                            Files.writeString(vmFile, """
                                    apiVersion: vmregistry.io/v2
                                    metadata:
                                      name: Not A Name
                                    spec:
                                      diskImage: disk
                                      diskFormat: vhd
                                      resources: {cpu: 1, memory: 128MiB}
                                    """);
                        },
                        3,
                        "apiVersion",
                        "VMF"),
                new Wrong(
                        "a VMFile that is no YAML",
                        (disk, vmFile) -> Files.writeString(vmFile, "apiVersion: 'never closed\n"),
                        1),
                new Wrong(
                        "a disk that is not there",
                        (disk, vmFile) -> DiskImages.vmFile(vmFile, "demo/wrong", disk, "raw"),
                        1,
                        "there is no disk"),
                new Wrong(
                        "an empty disk",
                        (disk, vmFile) -> {
                            Files.createFile(disk);
                            DiskImages.vmFile(vmFile, "demo/wrong", disk, "raw");
                        },
                        1,
                        "empty"),
                new Wrong(
                        "a raw disk that is said to be qcow2",
                        (disk, vmFile) -> {
                            DiskImages.raw(disk, 1, 1);
                            DiskImages.vmFile(vmFile, "demo/wrong", disk, "qcow2");
                        },
                        1,
                        "diskFormat says qcow2"),
                new Wrong(
                        "a qcow2 disk that is said to be raw",
                        (disk, vmFile) -> {
                            DiskImages.qcow2(disk, 1, 1);
                            DiskImages.vmFile(vmFile, "demo/wrong", disk, "raw");
                        },
                        1,
                        "qcow2"),
                new Wrong(
                        "a disk that is said to be an ISO",
                        (disk, vmFile) -> {
                            DiskImages.raw(disk, 1, 1);
                            DiskImages.vmFile(vmFile, "demo/wrong", disk, "iso");
                        },
                        1,
                        "diskFormat says iso"),
                new Wrong(
                        "a qcow2 disk that was cut short",
                        (disk, vmFile) -> {
                            DiskImages.qcow2(disk, 2, 1);
                            DiskImages.truncate(disk, 1_000_000);
                            DiskImages.vmFile(vmFile, "demo/wrong", disk, "qcow2");
                        },
                        1,
                        "cut short"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedWithItsPlaceAndWorksOnceItIsRight(Wrong wrong) throws IOException {
        Path disk = folder.resolve("disk");
        Path vmFile = folder.resolve("disk.VMFile");
        Files.deleteIfExists(disk);
        wrong.maker().make(disk, vmFile);

        assertFindings(vmr.run("import", vmFile.toString()), wrong.findings(), wrong.words());
        assertNothingHalfWritten(DEPLOYED.get());

        DiskImages.raw(disk, 1, 1);
        DiskImages.vmFile(vmFile, "demo/right", disk, "raw");
        vmr.ok("import", vmFile.toString());
        vmr.ok("rmi", "demo/right:latest");
    }

    @Test
    void aVmFileThatIsNotThereIsSaidSo() {
        assertRefused(vmr.run("import", folder.resolve("none.VMFile").toString()), NOT_FOUND, "no such file");
    }
}
