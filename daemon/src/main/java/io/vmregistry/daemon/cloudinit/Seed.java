package io.vmregistry.daemon.cloudinit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a NoCloud seed, as cloud-init's documentation names them ("NoCloud"). What is generated is JSON, which
 * every YAML reader takes: nothing has to be escaped by hand.
 *
 * <p>Keys go into the generated user data. Where the user wrote the user data, they go into the meta data's
 * {@code public-keys}; where the meta data is the user's as well, into vendor data, which the user's own list overrides.
 *
 * @param files by name, in the order in which they are written
 */
public record Seed(Map<String, String> files) {

    private static final String CLOUD_CONFIG = "#cloud-config\n";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Seed {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * A machine's seed.
     *
     * @param instanceId never used for another machine: cloud-init does its first-boot work once for each
     */
    public static Seed of(String instanceId, String hostName, CloudInit wanted, List<SeedNetwork> networks) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> keys = wanted.sshAuthorizedKeys();
        files.put("user-data", wanted.userData().orElseGet(() -> userData(keys)));
        boolean keysWanted = wanted.userData().isPresent() && !keys.isEmpty();
        files.put(
                "meta-data",
                wanted.metaData().orElseGet(() -> metaData(instanceId, hostName, keysWanted ? keys : List.of())));
        if (wanted.metaData().isPresent() && keysWanted) {
            files.put("vendor-data", CLOUD_CONFIG + text(object().set("ssh_authorized_keys", array(keys))));
        }
        if (wanted.networkConfig().isPresent()) {
            files.put("network-config", wanted.networkConfig().get());
        } else if (!networks.isEmpty()) {
            files.put("network-config", networkConfig(networks));
        }
        return new Seed(files);
    }

    private static String userData(List<String> keys) {
        ObjectNode config = object();
        // RSA host keys cost half a minute of the first boot under emulation.
        config.set("ssh_genkeytypes", array(List.of("ed25519", "ecdsa")));
        if (!keys.isEmpty()) {
            config.set("ssh_authorized_keys", array(keys));
        }
        return CLOUD_CONFIG + text(config);
    }

    private static String metaData(String instanceId, String hostName, List<String> keys) {
        ObjectNode data = object().put("instance-id", instanceId).put("local-hostname", hostName);
        if (!keys.isEmpty()) {
            data.set("public-keys", array(keys));
        }
        return text(data);
    }

    private static String networkConfig(List<SeedNetwork> networks) {
        ObjectNode ethernets = object();
        for (int index = 0; index < networks.size(); index++) {
            ethernets.set("net" + index, ethernet(networks.get(index)));
        }
        return text(object().put("version", 2).set("ethernets", ethernets));
    }

    private static ObjectNode ethernet(SeedNetwork network) {
        ObjectNode card = object();
        card.putObject("match").put("macaddress", network.mac().toString());
        card.put("dhcp4", network.fixed().isEmpty());
        network.fixed().ifPresent(fixed -> {
            card.putArray("addresses").add(fixed.address().getHostAddress() + "/" + fixed.prefix());
            fixed.gateway()
                    .ifPresent(gateway -> card.putArray("routes")
                            .addObject()
                            .put("to", "0.0.0.0/0")
                            .put("via", gateway.getHostAddress()));
        });
        return card;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode array(List<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static String text(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values did not become JSON", e);
        }
    }

    /** User data carries passwords, so none of it is shown. */
    @Override
    public String toString() {
        return "Seed" + files.keySet();
    }
}
