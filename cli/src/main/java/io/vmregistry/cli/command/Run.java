package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.client.ClientException;
import io.vmregistry.proto.v1.CloudInitConfig;
import io.vmregistry.proto.v1.PortForward;
import io.vmregistry.proto.v1.RunVMRequest;
import io.vmregistry.proto.v1.RunVMResponse;
import io.vmregistry.proto.v1.VMRunOptions;
import io.vmregistry.spec.net.PortMapping;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.unit.DurationFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a machine of an image and starts it. */
@Command(name = "run", description = "Make a machine of an image and start it.")
final class Run extends VmrCommand {

    private static final int MAX_FILE = 1 << 20;

    @Parameters(paramLabel = "IMAGE")
    String image = "";

    @Option(
            names = {"--vm-name", "--name"},
            paramLabel = "NAME",
            description = "The machine's name.")
    Optional<String> vmName = Optional.empty();

    @Option(names = "--memory", paramLabel = "SIZE", description = "Such as 2GiB; a bare number is in MiB.")
    Optional<String> memory = Optional.empty();

    @Option(names = "--cpus", paramLabel = "COUNT", description = "Virtual processors, from 1 to 1024.")
    Optional<Integer> cpus = Optional.empty();

    @Option(names = "--disk-size", paramLabel = "SIZE", description = "Such as 20G; not smaller than the image.")
    Optional<String> diskSize = Optional.empty();

    @Option(names = "--network", paramLabel = "NAME", description = "The network to join.")
    Optional<String> network = Optional.empty();

    @Option(names = "--activate-network", description = "Start the network when it does not run.")
    boolean activateNetwork;

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "A static address on that network.")
    Optional<String> address = Optional.empty();

    @Option(names = "--mac", paramLabel = "ADDRESS", description = "The MAC address on that network.")
    Optional<String> mac = Optional.empty();

    @Option(names = "--user-data", paramLabel = "FILE", description = "cloud-init user data.")
    Optional<String> userData = Optional.empty();

    @Option(names = "--meta-data", paramLabel = "FILE", description = "cloud-init metadata.")
    Optional<String> metaData = Optional.empty();

    @Option(names = "--network-config", paramLabel = "FILE", description = "cloud-init network configuration.")
    Optional<String> networkConfig = Optional.empty();

    @Option(names = "--ephemeral", description = "Discard the disk's changes when the machine stops.")
    boolean ephemeral;

    @Option(names = "--ssh-key", paramLabel = "FILE", description = "An OpenSSH public key for the guest's account.")
    List<String> sshKeys = List.of();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "[ADDRESS:]HOST:GUEST[/tcp|/udp]",
            description = "Lead a port of the host to one of the guest; not part of this version.")
    List<String> ports = List.of();

    @Option(
            names = {"-l", "--label"},
            paramLabel = "KEY=VALUE",
            description = "A label of the machine.")
    Map<String, String> labels = Map.of();

    @Option(names = "--backend", paramLabel = "NAME", description = "libvirt or simulated; else the daemon's.")
    Optional<String> backend = Optional.empty();

    @Option(names = "--wait", description = "Wait until the machine runs and has an address on each of its networks.")
    boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    String waitTimeout = "5m";

    Run(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException, InterruptedException {
        Duration patience = duration(waitTimeout);
        RunVMResponse made = desk().daemon()
                .calls()
                .runVM(RunVMRequest.newBuilder()
                        .setImage(image)
                        .setVmName(vmName.orElse(""))
                        .setOptions(options())
                        .build());
        made.getWarningsList().forEach(warning -> terminal().say("warning: " + warning));
        if (wait) {
            new Readiness(desk(), patience).await(made.getVmId());
        }
        String accelerator = made.getAccelerator().isEmpty() ? "" : ", " + made.getAccelerator();
        terminal().say(made.getName() + " is " + made.getStatus() + " (" + made.getBackend() + accelerator + ").");
        terminal().data(made.getName());
        return ExitCode.DONE;
    }

    static Duration duration(String text) {
        return DurationFormat.parse(text)
                .orElseThrow(() -> new UsageFaultException(
                        "\"" + text + "\" is no duration. Write it with units, such as 30s or 1m30s."));
    }

    private VMRunOptions options() throws IOException {
        VMRunOptions.Builder options = VMRunOptions.newBuilder()
                .setMemoryMb(memory.map(Run::megabytes).orElse(0))
                .setVcpuCount(cpus.map(Run::processors).orElse(0))
                .setDiskSize(diskSize.map(Run::bytes).orElse(0L))
                .setEphemeral(ephemeral)
                .setNetworkName(network.orElse(""))
                .setActivateNetwork(activateNetwork)
                .setIpAddress(address.orElse(""))
                .setMacAddress(mac.orElse(""))
                .setBackend(backend.orElse(""))
                .putAllLabels(labels);
        if (userData.isPresent() || metaData.isPresent() || networkConfig.isPresent()) {
            options.setCloudInit(CloudInitConfig.newBuilder()
                    .setUserData(text(userData.orElse("")))
                    .setMetaData(text(metaData.orElse("")))
                    .setNetworkConfig(text(networkConfig.orElse(""))));
        }
        for (String key : sshKeys) {
            options.addSshAuthorizedKeys(publicKey(key));
        }
        ports.forEach(port -> options.addPorts(port(port)));
        return options.build();
    }

    private static int megabytes(String text) {
        return ByteSize.parseMemory(text)
                .map(ByteSize::toMiB)
                .filter(size -> size > 0 && size <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElseThrow(
                        () -> new UsageFaultException("\"" + text + "\" is no size of memory. Write 512M or 2GiB."));
    }

    /** On the wire 0 means as many as the image says; here it would be a slip of the pen. */
    private static int processors(int count) {
        if (count < 1 || count > 1024) {
            throw new UsageFaultException("--cpus is " + count + ", it must be from 1 to 1024.");
        }
        return count;
    }

    private static long bytes(String text) {
        return ByteSize.parse(text)
                .map(ByteSize::bytes)
                .orElseThrow(() -> new UsageFaultException("\"" + text + "\" is no size of a disk. Write 20G."));
    }

    private static PortForward port(String text) {
        PortMapping port = PortMapping.parse(text)
                .orElseThrow(() -> new UsageFaultException(
                        "\"" + text + "\" is no port mapping. Write 8080:80, 127.0.0.1:8080:80 or 5353:53/udp."));
        return PortForward.newBuilder()
                .setHostAddress(port.hostAddress().map(Object::toString).orElse(""))
                .setHostPort(port.hostPort())
                .setGuestPort(port.guestPort())
                .setProtocol(port.protocol().label())
                .build();
    }

    /** A private key given by mistake never leaves the machine. */
    private String publicKey(String file) throws IOException {
        String key = text(file).strip();
        if (key.startsWith("-----") || !key.contains(" ") || key.lines().count() != 1) {
            throw new UsageFaultException(
                    "\"" + file + "\" is no OpenSSH public key. Name the file that ends in .pub.");
        }
        return key;
    }

    private String text(String file) throws IOException {
        if (file.isEmpty()) {
            return "";
        }
        try (InputStream in = Files.newInputStream(desk().surroundings().resolve(file))) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw new UsageFaultException("\"" + file + "\" has more than 1 MiB.");
            }
            return new String(bytes, UTF_8);
        } catch (NoSuchFileException e) {
            throw new ClientException.NotFound("read " + file, "there is no such file", "");
        } catch (IOException e) {
            throw new ClientException.LocalFault(
                    "read " + file, String.valueOf(e.getMessage()), "Name a file that you can read.", e);
        }
    }
}
