package io.vmregistry.daemon.image;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be imported, before its disk arrives.
 *
 * @param vmfile the text of the VMFile
 * @param vmfileName for diagnostics
 * @param name the repository, instead of the VMFile's {@code metadata.name}
 * @param tags tags of the repository, or whole references; none means {@code latest}
 * @param diskSize bytes that will arrive, when that is known
 */
public record ImportRequest(
        String vmfile, String vmfileName, Optional<String> name, List<String> tags, OptionalLong diskSize) {

    public ImportRequest {
        tags = List.copyOf(tags);
    }
}
