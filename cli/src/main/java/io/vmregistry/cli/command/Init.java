package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins a file. */
@Command(name = "init", description = "Write a VMFile to begin with.")
final class Init extends VmrCommand {

    @Option(names = "--compose", description = "A compose file instead.")
    boolean compose;

    Init(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws IOException {
        String name = compose ? "VMCompose" : "VMFile";
        Path file = desk().surroundings().folder().resolve(name);
        try (InputStream template = Init.class.getResourceAsStream(name + ".template")) {
            if (template == null) {
                throw new IOException("this build of vmr has no template for a " + name);
            }
            Files.write(file, template.readAllBytes(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new ClientException.Conflict("write " + name, "there is one already", "Remove it, or edit it.");
        }
        terminal().say("Wrote " + name + ". Edit it, then run \"vmr validate " + name + "\".");
        return ExitCode.DONE;
    }
}
