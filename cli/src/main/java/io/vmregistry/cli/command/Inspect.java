package io.vmregistry.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import io.vmregistry.cli.terminal.OutputFormat;
import io.vmregistry.cli.terminal.Structured;
import io.vmregistry.proto.v1.GetImageManifestRequest;
import io.vmregistry.proto.v1.GetImageManifestResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows all that is known of an image. */
@Command(name = "inspect", description = "Show an image's manifest and configuration.")
final class Inspect extends VmrCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(paramLabel = "IMAGE")
    String image = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json or yaml.")
    OutputFormat output = OutputFormat.JSON;

    Inspect(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException {
        GetImageManifestResponse found = desk().daemon()
                .calls()
                .getImageManifest(
                        GetImageManifestRequest.newBuilder().setImage(image).build());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("image", image);
        shown.put("digest", found.getDigest());
        shown.put("mediaType", found.getMediaType());
        shown.put("manifest", tree(found.getManifest()));
        shown.put("config", tree(found.getConfig()));
        terminal().data(output == OutputFormat.YAML ? Structured.yaml(shown) : Structured.json(shown));
        return ExitCode.DONE;
    }

    private static Object tree(ByteString json) throws IOException {
        return json.isEmpty() ? Map.of() : JSON.readValue(json.toByteArray(), Object.class);
    }
}
