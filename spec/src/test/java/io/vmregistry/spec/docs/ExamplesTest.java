package io.vmregistry.spec.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.Healthcheck;
import io.vmregistry.spec.compose.Service;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.corpus.Corpus;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples");

    @Test
    void everyExampleIsReadWithoutAnyDiagnostic() throws IOException {
        List<Path> documents;
        try (Stream<Path> all = Files.walk(EXAMPLES)) {
            documents = all.filter(Files::isRegularFile)
                    .filter(path -> DocumentKind.ofFileName(path.toString()).isPresent())
                    .toList();
        }

        assertThat(documents).hasSizeGreaterThanOrEqualTo(3);
        for (Path document : documents) {
            assertThat(Corpus.parse(document).diagnostics())
                    .as(document.toString())
                    .isEmpty();
        }
    }

    @Test
    void theTwoVmsWaitForTheMarkerOfTheFirst() throws IOException {
        Parsed<?> parsed = Corpus.parse(EXAMPLES.resolve("two-vms.VMCompose"));
        ComposeFile file = (ComposeFile) parsed.value().orElseThrow();
        Service db = file.service(new ServiceName("db")).orElseThrow();

        assertThat(db.healthcheck().orElseThrow().probe()).isEqualTo(new Healthcheck.Probe.Console("VMR-GUEST-READY"));
        assertThat(file.startLevels().toString()).isEqualTo("[[db], [app]]");
    }
}
