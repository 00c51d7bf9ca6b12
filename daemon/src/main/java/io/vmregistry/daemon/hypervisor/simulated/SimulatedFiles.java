package io.vmregistry.daemon.hypervisor.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The simulated host's state on disk: small JSON files, replaced as a whole. Not fsynced: nothing real is lost. */
final class SimulatedFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SimulatedFiles() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    static void write(Path file, JsonNode tree) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(tree));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
