package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.diagnostic.Related;
import io.vmregistry.spec.files.FileCodes;
import io.vmregistry.spec.files.FileLookup;
import io.vmregistry.spec.machine.MachineReader;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a schema cannot say of a compose file. Looks at whatever is right in a document, so that no mistake hides another. */
final class ComposeCheck {

    private final Keys root;
    private final boolean whole;
    private final Findings findings;
    private final List<Entry> services;

    private ComposeCheck(YamlNode root, boolean whole, Findings findings) {
        this.root = Keys.of(root);
        this.whole = whole;
        this.findings = findings;
        this.services = this.root.entries("services");
    }

    /** @param whole false when parts of the text could not be read, so that nothing is said of what is absent */
    static void check(YamlNode root, boolean whole, FileLookup files, Findings findings) {
        new ComposeCheck(root, whole, findings).check();
        FileCodes.VMCOMPOSE.check(ComposeFiles.namedFiles(root), files, findings);
    }

    private void check() {
        NetworkCheck networks = new NetworkCheck(root, whole, findings);
        VolumeCheck volumes = new VolumeCheck(root, whole, findings);
        PortCheck ports = new PortCheck(findings);
        networks.checkDefinitions();
        volumes.checkDefinitions();
        for (Entry service : services) {
            Keys keys = Keys.of(service.value());
            networks.checkService(service.name(), keys);
            volumes.checkService(service.name(), keys);
            ports.checkService(service.name(), keys);
            checkSecureBoot(keys);
        }
        networks.checkUse();
        volumes.checkUse();
        new DependencyCheck(services, whole, findings).check();
        checkInstanceNames();
    }

    private void checkSecureBoot(Keys service) {
        MachineReader.secureBootOfBios(service.keys("resources"))
                .ifPresent(node -> findings.add(
                        Code.COMPOSE_SECURE_BOOT,
                        node.range(),
                        "secureBoot needs UEFI, the type is BIOS",
                        "write type: UEFI, or remove secureBoot"));
    }

    /** With replicas {@code app} gives machines {@code app-1} and so on, which other services may be called. */
    private void checkInstanceNames() {
        Map<String, TextRange> names = HashMap.newHashMap(services.size());
        services.forEach(service -> names.put(service.name(), service.key().range()));
        Set<String> reported = new HashSet<>();
        for (Entry service : services) {
            int replicas = Replicas.of(Keys.of(service.value()));
            if (replicas < 2) {
                continue;
            }
            for (String instance : Service.instanceNames(service.name(), replicas)) {
                TextRange other = names.get(instance);
                if (other != null && reported.add(instance)) {
                    findings.add(
                            Code.NAME_CLASH,
                            other,
                            "\"%s\" is also a replica of \"%s\"".formatted(instance, service.name()),
                            "rename one of the two services",
                            new Related(service.key().range(), "the service with replicas"));
                }
            }
        }
    }
}
