package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.diagnostic.Related;
import io.vmregistry.spec.schema.Guesses;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Volumes: defined once, used by one machine. */
final class VolumeCheck {

    private static final List<String> DEFINING_KEYS = List.of("size", "format");

    private final boolean whole;
    private final Findings findings;
    private final Guesses guesses = new Guesses();
    private final Map<String, Entry> defined = new LinkedHashMap<>();
    private final Map<String, TextRange> used = new HashMap<>();

    VolumeCheck(Keys root, boolean whole, Findings findings) {
        this.whole = whole;
        this.findings = findings;
        root.entries("volumes").forEach(entry -> defined.put(entry.name(), entry));
    }

    void checkDefinitions() {
        for (Entry volume : defined.values()) {
            Keys keys = Keys.of(volume.value());
            if (keys.flag("external")) {
                ExternalCheck.check("volume", volume, DEFINING_KEYS, findings);
                continue;
            }
            ExternalCheck.checkNameless("volume", volume, findings);
            if (!keys.has("size") && whole && volume.value() instanceof YamlNode.Mapping) {
                findings.add(
                        Code.COMPOSE_MISSING_KEY,
                        volume.key().range(),
                        "volume \"%s\" lacks size".formatted(volume.name()),
                        "add size: 10G, or external: true");
            }
        }
    }

    void checkService(String service, Keys keys) {
        Map<String, TextRange> devices = new HashMap<>();
        int replicas = Replicas.of(keys);
        for (YamlNode item : keys.items("volumes")) {
            Keys mount = Keys.of(item);
            mount.scalar("name").ifPresent(name -> checkName(service, name, replicas));
            mount.scalar("device").ifPresent(device -> checkDevice(service, device, devices));
        }
    }

    private void checkName(String service, Scalar name, int replicas) {
        if (replicas > 1) {
            findings.add(
                    Code.REPLICAS,
                    name.range(),
                    "\"%s\" has %d replicas, volume \"%s\" can serve one only"
                            .formatted(service, replicas, name.text()),
                    "write replicas: 1, or one service for each volume");
        }
        if (!defined.containsKey(name.text())) {
            reportUnknown(service, name);
            return;
        }
        TextRange earlier = used.putIfAbsent(name.text(), name.range());
        if (earlier != null) {
            findings.add(
                    Code.VOLUME_TWICE,
                    name.range(),
                    "volume \"%s\" is used twice, which would destroy its contents".formatted(name.text()),
                    "give each machine a volume of its own",
                    new Related(earlier, "the first use"));
        }
    }

    private void reportUnknown(String service, Scalar name) {
        if (whole) {
            Optional<String> nearest = guesses.nearest(name.text(), defined.keySet());
            findings.add(
                    Code.VOLUME_UNKNOWN,
                    name.range(),
                    "\"%s\" uses the volume \"%s\", which the file does not have".formatted(service, name.text()),
                    nearest.map("did you mean %s?"::formatted).orElse("define it under volumes"));
        }
    }

    private void checkDevice(String service, Scalar device, Map<String, TextRange> devices) {
        TextRange earlier = devices.putIfAbsent(device.text(), device.range());
        if (earlier != null) {
            findings.add(
                    Code.VOLUME_TWICE,
                    device.range(),
                    "\"%s\" has two disks called %s".formatted(service, device.text()),
                    "give each its own name",
                    new Related(earlier, "the first"));
        }
    }

    void checkUse() {
        if (!whole) {
            return;
        }
        for (Entry volume : defined.values()) {
            if (!used.containsKey(volume.name())) {
                findings.add(
                        Code.VOLUME_UNUSED,
                        volume.key().range(),
                        "no service uses the volume \"%s\"".formatted(volume.name()),
                        "remove it, or use it in a service");
            }
        }
    }
}
