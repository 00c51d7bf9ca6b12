package io.vmregistry.spec.compose;

import io.vmregistry.spec.compose.Healthcheck.Probe;
import io.vmregistry.spec.machine.MachineWriter;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.unit.DurationFormat;
import io.vmregistry.spec.yaml.MappingBuilder;
import io.vmregistry.spec.yaml.YamlNode;
import java.util.Map;

/** Writes the model as a tree in canonical words: units, defaults that a reader would look for, one form of each choice. */
final class ComposeWriter {

    private static final String API_VERSION = "vmregistry.io/v1alpha1";

    private ComposeWriter() {}

    static YamlNode tree(ComposeFile file) {
        MappingBuilder root =
                new MappingBuilder().text("apiVersion", API_VERSION).text("kind", DocumentKind.VMCOMPOSE.label());
        file.name().ifPresent(name -> root.text("name", name));
        MappingBuilder networks = new MappingBuilder();
        file.networks().forEach((name, network) -> networks.put(name.value(), network(network)));
        networks.doneUnlessEmpty().ifPresent(node -> root.put("networks", node));
        MappingBuilder volumes = new MappingBuilder();
        file.volumes().forEach((name, volume) -> volumes.put(name.value(), volume(volume)));
        volumes.doneUnlessEmpty().ifPresent(node -> root.put("volumes", node));
        MappingBuilder services = new MappingBuilder();
        file.services().forEach((name, service) -> services.put(name.value(), service(service)));
        return root.put("services", services.done()).done();
    }

    private static YamlNode network(Network network) {
        MappingBuilder builder = new MappingBuilder();
        switch (network) {
            case Network.External(NetworkName name, String existing) ->
                builder.flag("external", true).text("name", existing);
            case Network.HostDevice(NetworkName name, NetworkMode mode, String device) ->
                builder.text("mode", mode.label()).text("bridge", device);
            case Network.Addressed addressed -> {
                builder.text("mode", addressed.mode().label());
                addressed.subnet().ifPresent(subnet -> builder.text("subnet", subnet));
                addressed.gateway().ifPresent(gateway -> builder.text("gateway", gateway));
                addressed
                        .dhcp()
                        .ifPresent(range -> builder.put(
                                "dhcp",
                                new MappingBuilder()
                                        .text("start", range.start())
                                        .text("end", range.end())
                                        .done()));
                addressed.domain().ifPresent(domain -> builder.text("domain", domain));
            }
        }
        return builder.done();
    }

    private static YamlNode volume(Volume volume) {
        return switch (volume) {
            case Volume.External(VolumeName name, String existing) ->
                new MappingBuilder()
                        .flag("external", true)
                        .text("name", existing)
                        .done();
            case Volume.Owned owned ->
                new MappingBuilder()
                        .text("size", owned.size())
                        .text("format", owned.format().label())
                        .done();
        };
    }

    private static YamlNode service(Service service) {
        MappingBuilder builder = new MappingBuilder().text("image", service.image());
        service.diskSize().ifPresent(size -> builder.text("diskSize", size));
        resources(service.resources(), builder);
        builder.items(
                "networks",
                service.networks().stream().map(ComposeWriter::attachment).toList());
        builder.items(
                "volumes", service.volumes().stream().map(ComposeWriter::mount).toList());
        cloudInit(service.cloudInit(), builder);
        service.healthcheck().ifPresent(check -> builder.put("healthcheck", healthcheck(check)));
        restartPolicy(service.restartPolicy(), builder);
        builder.texts("labels", service.labels());
        if (service.replicas() > 1) {
            builder.number("replicas", service.replicas());
        }
        dependsOn(service.dependsOn(), builder);
        builder.items(
                "ports",
                service.ports().stream()
                        .map(port -> YamlNode.scalar(port.toString()))
                        .toList());
        builder.items(
                "profiles", service.profiles().stream().map(YamlNode::scalar).toList());
        service.ssh().ifPresent(ssh -> builder.put("ssh", MachineWriter.ssh(ssh)));
        return builder.items("provision", MachineWriter.provision(service.provision()))
                .done();
    }

    private static void resources(Service.Resources resources, MappingBuilder service) {
        MappingBuilder builder = new MappingBuilder();
        resources.cpu().ifPresent(cpu -> builder.number("cpu", cpu));
        resources.memory().ifPresent(memory -> builder.text("memory", memory));
        resources.bootloader().ifPresent(loader -> builder.put("bootloader", MachineWriter.bootloader(loader)));
        builder.doneUnlessEmpty().ifPresent(node -> service.put("resources", node));
    }

    private static YamlNode attachment(Service.Attachment attachment) {
        MappingBuilder builder = new MappingBuilder().text("name", attachment.network());
        attachment.staticIp().ifPresent(address -> builder.text("staticIp", address));
        attachment.gateway().ifPresent(address -> builder.text("gateway", address));
        attachment.mac().ifPresent(mac -> builder.text("mac", mac));
        return builder.done();
    }

    private static YamlNode mount(Service.Mount mount) {
        MappingBuilder builder = new MappingBuilder().text("name", mount.volume());
        mount.device().ifPresent(device -> builder.text("device", device));
        return builder.done();
    }

    private static void cloudInit(Service.CloudInit cloudInit, MappingBuilder service) {
        MappingBuilder builder = new MappingBuilder();
        cloudInit.userData().ifPresent(content -> MachineWriter.content(builder, content, "userData", "userDataFile"));
        cloudInit.metaData().ifPresent(content -> MachineWriter.content(builder, content, "metaData", "metaDataFile"));
        cloudInit
                .networkConfig()
                .ifPresent(content -> MachineWriter.content(builder, content, "networkConfig", "networkConfigFile"));
        builder.doneUnlessEmpty().ifPresent(node -> service.put("cloudInit", node));
    }

    private static YamlNode healthcheck(Healthcheck check) {
        MappingBuilder builder = new MappingBuilder();
        switch (check.probe()) {
            case Probe.Tcp(int port) -> builder.number("tcp", port);
            case Probe.Http(Healthcheck.Scheme scheme, int port, String path) ->
                builder.put(
                        "http",
                        new MappingBuilder()
                                .number("port", port)
                                .text("path", path)
                                .text("scheme", scheme.label())
                                .done());
            case Probe.Exec exec ->
                builder.items(
                        "exec", exec.command().stream().map(YamlNode::scalar).toList());
            case Probe.Console(String pattern) -> builder.text("console", pattern);
        }
        return builder.text("interval", DurationFormat.print(check.interval()))
                .text("timeout", DurationFormat.print(check.timeout()))
                .number("retries", check.retries())
                .text("startPeriod", DurationFormat.print(check.startPeriod()))
                .done();
    }

    private static void restartPolicy(RestartPolicy policy, MappingBuilder service) {
        if (policy.equals(RestartPolicy.NEVER)) {
            return;
        }
        MappingBuilder builder =
                new MappingBuilder().text("policy", policy.mode().label());
        policy.maxRetries().ifPresent(retries -> builder.number("maxRetries", retries));
        builder.text("backoff", DurationFormat.print(policy.backoff()));
        service.put("restartPolicy", builder.done());
    }

    private static void dependsOn(Map<ServiceName, Service.Condition> dependencies, MappingBuilder service) {
        MappingBuilder builder = new MappingBuilder();
        dependencies.forEach((name, condition) -> builder.put(
                name.value(),
                new MappingBuilder().text("condition", condition.label()).done()));
        builder.doneUnlessEmpty().ifPresent(node -> service.put("dependsOn", node));
    }
}
