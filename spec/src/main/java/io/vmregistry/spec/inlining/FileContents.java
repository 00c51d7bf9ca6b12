package io.vmregistry.spec.inlining;

import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.files.FileCodes;
import io.vmregistry.spec.files.FileLookup;
import io.vmregistry.spec.files.NamedFile;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.machine.Content;
import io.vmregistry.spec.machine.ProvisionStep;
import io.vmregistry.spec.text.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one document, read once each, to take the place of their names. */
public final class FileContents {

    /** Largest file that travels inside a document, in bytes. */
    public static final int MAX_FILE_BYTES = 1 << 20;

    /** All files of a document together, in bytes. */
    public static final int MAX_TOTAL_BYTES = 3 << 20;

    private final Map<String, byte[]> contents;

    private FileContents(Map<String, byte[]> contents) {
        this.contents = contents;
    }

    /** Reads {@code files}; what cannot be read is a finding. */
    public static FileContents read(List<NamedFile> files, ProjectFolder folder, FileCodes codes, Findings findings) {
        Map<String, byte[]> contents = new HashMap<>();
        int left = MAX_TOTAL_BYTES;
        for (NamedFile file : files) {
            if (contents.containsKey(file.path())) {
                continue;
            }
            int max = Math.min(left, MAX_FILE_BYTES);
            switch (folder.read(file.path(), max)) {
                case ProjectFolder.Reading.Content content -> {
                    contents.put(file.path(), content.bytes());
                    left -= content.bytes().length;
                }
                case ProjectFolder.Reading.Refused(FileLookup.Finding finding) -> codes.report(file, finding, findings);
                case ProjectFolder.Reading.TooLarge(int maxBytes) -> codes.reportTooLarge(file, maxBytes, findings);
            }
        }
        return new FileContents(contents);
    }

    /** Reports those of {@code files} that were read and are no text. */
    public void requireText(List<NamedFile> files, FileCodes codes, Findings findings) {
        for (NamedFile file : files) {
            byte[] bytes = contents.get(file.path());
            if (bytes != null
                    && SourceText.decode(file.path(), bytes).malformedAt().isPresent()) {
                codes.reportNoText(file, findings);
            }
        }
    }

    /** The content itself in place of a file's name. */
    public Content inline(Content content) {
        if (!(content instanceof Content.InFile(String path))) {
            return content;
        }
        return Optional.ofNullable(contents.get(path))
                .map(bytes -> inline(path, bytes))
                .orElse(content);
    }

    private static Content inline(String path, byte[] bytes) {
        SourceText text = SourceText.decode(path, bytes);
        return text.malformedAt().isPresent() ? new Content.Binary(bytes) : new Content.Inline(text.text());
    }

    /** The step with its file inside. */
    public ProvisionStep inline(ProvisionStep step) {
        return switch (step) {
            case ProvisionStep.Shell(Content script) -> new ProvisionStep.Shell(inline(script));
            case ProvisionStep.CopyFile(Content source, String destination) ->
                new ProvisionStep.CopyFile(inline(source), destination);
        };
    }
}
