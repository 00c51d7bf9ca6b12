package io.vmregistry.cli.command;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that are documented and not part of this version. Each says what to use until then. */
final class NotBuilt {

    private static final String VIRSH = "The machines are libvirt domains of the same name: use \"virsh %s\".";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            entry("vmr doctor", "Use \"vmr health\"."),
            entry("vmr prune", "Use \"vmr rmi IMAGE\", then \"vmr gc\"."),
            entry("vmr suspend", VIRSH.formatted("suspend VM")),
            entry("vmr resume", VIRSH.formatted("resume VM")),
            entry("vmr console", "Use \"vmr logs VM --console --follow\" to read, \"virsh console VM\" to type."),
            entry("vmr ssh", "Use \"ssh\" with the address that \"vmr ps\" shows."),
            entry("vmr cp", "Use \"scp\" with the address that \"vmr ps\" shows."),
            entry("vmr exec", "Use \"ssh\" with the address that \"vmr ps\" shows."),
            entry("vmr stats", VIRSH.formatted("domstats VM")),
            entry("vmr events", "Use \"vmr ps\" again, or \"virsh event --all --loop\"."),
            entry("vmr snapshot", VIRSH.formatted("snapshot-create-as VM NAME")),
            entry("vmr volume", "Volumes come and go with \"vmr compose up\" and \"vmr compose down --volumes\"."),
            entry("vmr network", "Use \"virsh net-list\", \"net-start\" and \"net-destroy\"."),
            entry("vmr provision", "Use cloud-init: \"vmr run --user-data FILE\"."),
            entry("vmr compose restart", "Use \"vmr restart VM\" for its machines; \"vmr compose ps\" names them."),
            entry(
                    "vmr compose logs",
                    "Use \"vmr logs VM --console\" for its machines; \"vmr compose ps\" names them."));

    private NotBuilt() {}

    /**
     * What to say when these arguments fit no command; empty when they are no command of a later version either.
     *
     * @param command the command that they were given to, such as {@code vmr} or {@code vmr compose}
     */
    static Optional<String> instead(String command, List<String> unmatched) {
        return unmatched.stream()
                .findFirst()
                .map(word -> command + " " + word)
                .filter(INSTEAD::containsKey)
                .map(name -> "\"%s\" is not part of this version. %s".formatted(name, INSTEAD.get(name)));
    }
}
