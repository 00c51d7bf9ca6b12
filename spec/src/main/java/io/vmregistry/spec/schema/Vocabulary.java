package io.vmregistry.spec.schema;

import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Flag;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Memory;
import io.vmregistry.spec.schema.Shape.Names;
import io.vmregistry.spec.schema.Shape.Option;
import io.vmregistry.spec.schema.Shape.Rule;
import io.vmregistry.spec.schema.Shape.Text;
import io.vmregistry.spec.schema.Shape.Whole;
import java.util.List;
import java.util.Optional;

/** The words in which both formats are written down, and the parts that both have. */
final class Vocabulary {

    static final long MIN_MEMORY_MIB = 32;
    static final long MAX_MEMORY_MIB = 64L << 20;
    static final int MAX_CPU = 1_024;
    private static final int MAX_PORT = 65_535;

    static final Choice API_VERSION = choice(
            option("vmregistry.io/v1alpha1", "the current version"),
            option("vmregistry.io/v1", "read as v1alpha1"),
            option("v1", "read as v1alpha1"));

    static final Fields BOOTLOADER = fields(
            "bootloader",
            List.of(
                    required(
                            "type",
                            choice(option("BIOS", "legacy firmware (SeaBIOS)"), option("UEFI", "UEFI firmware (OVMF)")),
                            "The firmware that starts the guest.",
                            "UEFI"),
                    optional("secureBoot", new Flag(), "Secure boot; only with UEFI.", "false", "true")));

    static final Whole CPU = new Whole(1, MAX_CPU);
    static final Memory MEMORY = new Memory(MIN_MEMORY_MIB, MAX_MEMORY_MIB);
    static final Whole PORT_NUMBER = new Whole(1, MAX_PORT);

    static final Names LABELS = new Names(Format.LABEL_KEY, text(Format.LABEL_VALUE), 0);

    static final Fields SSH = fields(
            "ssh",
            List.of(
                    optional("user", text(Format.USER_NAME), "The account in the guest.", "root", "debian"),
                    optional(
                            "privateKey",
                            text(Format.PATH),
                            "The private key's path on the client's machine; ~ is the home folder.",
                            "the SSH agent's keys",
                            "~/.ssh/id_ed25519"),
                    optional("port", PORT_NUMBER, "The port on which the guest's SSH server listens.", "22", "22")));

    static final Items PROVISION = new Items(
            fields(
                    "provision step",
                    List.of(
                            optional(
                                    "shell",
                                    fields(
                                            "shell",
                                            List.of(
                                                    optional(
                                                            "inline",
                                                            text(Format.FREE_TEXT),
                                                            "The script itself.",
                                                            "apt-get update"),
                                                    optional(
                                                            "script",
                                                            text(Format.PATH),
                                                            "The script's path, relative to this file.",
                                                            "./setup.sh")),
                                            new Rule.ExactlyOne(List.of("inline", "script"))),
                                    "Runs a script in the guest."),
                            optional(
                                    "file",
                                    fields(
                                            "file",
                                            List.of(
                                                    optional(
                                                            "source",
                                                            text(Format.PATH),
                                                            "The file's path, relative to this file.",
                                                            "./app.conf"),
                                                    optional(
                                                            "content",
                                                            text(Format.FREE_TEXT),
                                                            "The file's content as text; clients put it here in place of source.",
                                                            "debug=1"),
                                                    optional(
                                                            "contentBase64",
                                                            text(Format.BASE64),
                                                            "The file's bytes in Base64; clients put them here in place of source.",
                                                            "AAEC"),
                                                    required(
                                                            "destination",
                                                            text(Format.GUEST_PATH),
                                                            "Where the file goes in the guest, an absolute path.",
                                                            "/etc/app.conf")),
                                            new Rule.ExactlyOne(List.of("source", "content", "contentBase64"))),
                                    "Copies a file into the guest.")),
                    new Rule.ExactlyOne(List.of("shell", "file"))),
            0);

    private Vocabulary() {}

    static Text text(Format format) {
        return new Text(format);
    }

    static Choice choice(Option... options) {
        return new Choice(List.of(options));
    }

    static Option option(String value, String description) {
        return new Option(value, description);
    }

    static Fields fields(String title, List<Field> fields, Rule... rules) {
        return new Fields(title, fields, List.of(rules));
    }

    static Field required(String name, Shape shape, String description) {
        return new Field(name, shape, true, description, Optional.empty(), Optional.empty());
    }

    static Field required(String name, Shape shape, String description, String example) {
        return new Field(name, shape, true, description, Optional.empty(), Optional.of(example));
    }

    static Field optional(String name, Shape shape, String description) {
        return new Field(name, shape, false, description, Optional.empty(), Optional.empty());
    }

    static Field optional(String name, Shape shape, String description, String example) {
        return new Field(name, shape, false, description, Optional.empty(), Optional.of(example));
    }

    static Field optional(String name, Shape shape, String description, String defaultValue, String example) {
        return new Field(name, shape, false, description, Optional.of(defaultValue), Optional.of(example));
    }
}
