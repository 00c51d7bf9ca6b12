package io.vmregistry.spec.compose;

import io.vmregistry.spec.compose.Healthcheck.Probe;
import io.vmregistry.spec.compose.Healthcheck.Scheme;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.machine.Content;
import io.vmregistry.spec.machine.MachineReader;
import io.vmregistry.spec.net.AddressRange;
import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.MacAddress;
import io.vmregistry.spec.net.PortMapping;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.unit.DurationFormat;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the model from a tree in which no error was found. */
final class ComposeReader {

    private ComposeReader() {}

    static ComposeFile read(YamlNode tree) {
        Keys root = Keys.of(tree);
        Map<NetworkName, Network> networks = new LinkedHashMap<>();
        root.entries("networks").stream().map(ComposeReader::network).forEach(n -> networks.put(n.name(), n));
        Map<VolumeName, Volume> volumes = new LinkedHashMap<>();
        root.entries("volumes").stream().map(ComposeReader::volume).forEach(v -> volumes.put(v.name(), v));
        Map<ServiceName, Service> services = new LinkedHashMap<>();
        root.entries("services").stream().map(ComposeReader::service).forEach(s -> services.put(s.name(), s));
        return new ComposeFile(root.value("name", ProjectName::parse), networks, volumes, services);
    }

    private static Network network(Entry entry) {
        NetworkName name = new NetworkName(entry.name());
        Keys keys = Keys.of(entry.value());
        if (keys.flag("external")) {
            return new Network.External(name, keys.text("name").orElse(entry.name()));
        }
        NetworkMode mode = keys.value("mode", NetworkMode::parse).orElse(NetworkMode.NAT);
        if (mode.joinsHostDevice()) {
            return new Network.HostDevice(name, mode, keys.text("bridge").orElseThrow());
        }
        return new Network.Addressed(
                name,
                mode,
                keys.value("subnet", Subnet::parse),
                keys.value("gateway", Ipv4Address::parse),
                dhcp(keys),
                keys.text("domain"));
    }

    private static Optional<AddressRange> dhcp(Keys network) {
        if (!network.has("dhcp")) {
            return Optional.empty();
        }
        Keys keys = network.keys("dhcp");
        return Optional.of(new AddressRange(
                keys.value("start", Ipv4Address::parse).orElseThrow(),
                keys.value("end", Ipv4Address::parse).orElseThrow()));
    }

    private static Volume volume(Entry entry) {
        VolumeName name = new VolumeName(entry.name());
        Keys keys = Keys.of(entry.value());
        if (keys.flag("external")) {
            return new Volume.External(name, keys.text("name").orElse(entry.name()));
        }
        return new Volume.Owned(
                name,
                keys.value("size", ByteSize::parse).orElseThrow(),
                keys.value("format", DiskFormat::parse).orElse(DiskFormat.QCOW2));
    }

    private static Service service(Entry entry) {
        Keys keys = Keys.of(entry.value());
        Keys resources = keys.keys("resources");
        return new Service(
                new ServiceName(entry.name()),
                keys.value("image", ImageReference::parse).orElseThrow(),
                keys.value("diskSize", ByteSize::parse),
                new Service.Resources(
                        resources.number("cpu"),
                        resources.value("memory", ByteSize::parseMemory),
                        MachineReader.bootloader(resources)),
                keys.items("networks").stream()
                        .map(Keys::of)
                        .map(ComposeReader::attachment)
                        .toList(),
                keys.items("volumes").stream()
                        .map(Keys::of)
                        .map(ComposeReader::mount)
                        .toList(),
                cloudInit(keys.keys("cloudInit")),
                healthcheck(keys),
                restartPolicy(keys),
                keys.texts("labels"),
                keys.number("replicas").orElse(1),
                dependsOn(keys),
                keys.scalars("ports").stream()
                        .map(scalar -> PortMapping.parse(scalar.text()).orElseThrow())
                        .toList(),
                profiles(keys),
                MachineReader.ssh(keys),
                MachineReader.provision(keys));
    }

    private static Service.Attachment attachment(Keys keys) {
        return new Service.Attachment(
                keys.value("name", NetworkName::parse).orElseThrow(),
                keys.value("staticIp", Ipv4Address::parse),
                keys.value("gateway", Ipv4Address::parse),
                keys.value("mac", MacAddress::parse));
    }

    private static Service.Mount mount(Keys keys) {
        return new Service.Mount(keys.value("name", VolumeName::parse).orElseThrow(), keys.text("device"));
    }

    private static Service.CloudInit cloudInit(Keys keys) {
        return new Service.CloudInit(
                content(keys, "userData", "userDataFile"),
                content(keys, "metaData", "metaDataFile"),
                content(keys, "networkConfig", "networkConfigFile"));
    }

    private static Optional<Content> content(Keys keys, String inlineKey, String fileKey) {
        return keys.has(inlineKey) || keys.has(fileKey)
                ? Optional.of(MachineReader.content(keys, inlineKey, fileKey))
                : Optional.empty();
    }

    private static Optional<Healthcheck> healthcheck(Keys service) {
        if (!service.has("healthcheck")) {
            return Optional.empty();
        }
        Keys keys = service.keys("healthcheck");
        return Optional.of(new Healthcheck(
                probe(keys),
                keys.value("interval", DurationFormat::parse).orElse(Healthcheck.DEFAULT_INTERVAL),
                keys.value("timeout", DurationFormat::parse).orElse(Healthcheck.DEFAULT_TIMEOUT),
                keys.number("retries").orElse(Healthcheck.DEFAULT_RETRIES),
                keys.value("startPeriod", DurationFormat::parse).orElse(Healthcheck.DEFAULT_START_PERIOD)));
    }

    private static Probe probe(Keys keys) {
        Optional<Probe> tcp = keys.number("tcp").map(Probe.Tcp::new);
        Optional<Probe> http = keys.node("http").map(node -> http(keys, node));
        Optional<Probe> exec = keys.node("exec").map(ComposeReader::exec);
        return tcp.or(() -> http)
                .or(() -> exec)
                .orElseGet(() -> new Probe.Console(keys.text("console").orElseThrow()));
    }

    private static Probe http(Keys healthcheck, YamlNode node) {
        if (!(node instanceof Mapping)) {
            return new Probe.Http(Scheme.HTTP, healthcheck.number("http").orElseThrow(), "/");
        }
        Keys keys = Keys.of(node);
        Scheme scheme = keys.text("scheme").filter("https"::equals).isPresent() ? Scheme.HTTPS : Scheme.HTTP;
        return new Probe.Http(
                scheme,
                keys.number("port").orElse(scheme.defaultPort()),
                keys.text("path").orElse("/"));
    }

    private static Probe exec(YamlNode node) {
        return new Probe.Exec(
                switch (node) {
                    case Scalar scalar -> List.of("/bin/sh", "-c", scalar.text());
                    case Sequence sequence ->
                        sequence.items().stream()
                                .filter(Scalar.class::isInstance)
                                .map(item -> ((Scalar) item).text())
                                .toList();
                    case Mapping mapping ->
                        throw new IllegalStateException("a command was checked to be text or a list");
                });
    }

    private static RestartPolicy restartPolicy(Keys service) {
        Optional<RestartPolicy> word =
                service.value("restartPolicy", RestartPolicy.Mode::parse).map(RestartPolicy::of);
        if (word.isPresent() || !service.has("restartPolicy")) {
            return word.orElse(RestartPolicy.NEVER);
        }
        Keys keys = service.keys("restartPolicy");
        return new RestartPolicy(
                keys.value("policy", RestartPolicy.Mode::parse).orElseThrow(),
                keys.number("maxRetries"),
                keys.value("backoff", DurationFormat::parse).orElse(RestartPolicy.DEFAULT_BACKOFF));
    }

    private static Map<ServiceName, Service.Condition> dependsOn(Keys service) {
        Map<ServiceName, Service.Condition> dependencies = new LinkedHashMap<>();
        service.scalars("dependsOn")
                .forEach(name -> dependencies.put(new ServiceName(name.text()), Service.Condition.STARTED));
        for (Entry entry : service.entries("dependsOn")) {
            dependencies.put(
                    new ServiceName(entry.name()),
                    Keys.of(entry.value())
                            .value("condition", Service.Condition::parse)
                            .orElse(Service.Condition.STARTED));
        }
        return dependencies;
    }

    private static Set<String> profiles(Keys service) {
        Set<String> profiles = new LinkedHashSet<>();
        service.scalars("profiles").forEach(profile -> profiles.add(profile.text()));
        return profiles;
    }
}
