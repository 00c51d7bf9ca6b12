package io.vmregistry.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Says which version this is. */
@Command(name = "version", description = "Show the version of vmr.")
final class Version extends VmrCommand implements CommandLine.IVersionProvider {

    Version(Desk desk) {
        super(desk);
    }

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"vmr " + number()};
    }

    static String number() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    int run() throws IOException {
        terminal().data("vmr " + number());
        return ExitCode.DONE;
    }
}
