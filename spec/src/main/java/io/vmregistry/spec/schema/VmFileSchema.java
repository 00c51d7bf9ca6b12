package io.vmregistry.spec.schema;

import static io.vmregistry.spec.schema.Vocabulary.choice;
import static io.vmregistry.spec.schema.Vocabulary.fields;
import static io.vmregistry.spec.schema.Vocabulary.option;
import static io.vmregistry.spec.schema.Vocabulary.optional;
import static io.vmregistry.spec.schema.Vocabulary.required;
import static io.vmregistry.spec.schema.Vocabulary.text;

import io.vmregistry.spec.schema.Shape.Fields;
import java.util.List;

/** The VMFile, as data. */
final class VmFileSchema {

    private static final Fields METADATA = fields(
            "metadata",
            List.of(
                    required(
                            "name",
                            text(Format.REPOSITORY),
                            "The image's name, with an optional namespace.",
                            "myuser/my-vm"),
                    optional(
                            "description",
                            text(Format.FREE_TEXT),
                            "What the image is, for people.",
                            "Debian 12 with nginx"),
                    optional("author", text(Format.FREE_TEXT), "Who made it.", "Ada <ada@example.org>"),
                    optional("source", text(Format.URL), "Where it comes from.", "https://example.org/my-vm"),
                    optional("labels", Vocabulary.LABELS, "Labels, for people and for searches.", "{os: debian}")));

    private static final Fields RESOURCES = fields(
            "resources",
            List.of(
                    required("cpu", Vocabulary.CPU, "Virtual processors.", "2"),
                    required("memory", Vocabulary.MEMORY, "Memory; a bare number is in MiB.", "4GiB"),
                    optional("bootloader", Vocabulary.BOOTLOADER, "The firmware.", "{type: BIOS}", "{type: UEFI}")));

    private static final Fields SPEC = fields(
            "spec",
            List.of(
                    required(
                            "diskImage",
                            text(Format.DISK_IMAGE),
                            "The disk: a path, absolute or relative to this file (~ is the home folder), or an https:// or oci:// address.",
                            "disk.qcow2"),
                    required(
                            "diskFormat",
                            choice(
                                    option("qcow2", "QEMU's format"),
                                    option("raw", "the disk's bytes"),
                                    option("iso", "an ISO 9660 image")),
                            "The disk's format; it must match the file's own header.",
                            "qcow2"),
                    required("resources", RESOURCES, "What a machine gets unless it is told otherwise."),
                    optional("ssh", Vocabulary.SSH, "How clients reach the guest."),
                    optional(
                            "provision",
                            Vocabulary.PROVISION,
                            "Steps that prepare a running guest, in order; the first failure stops them.")));

    static final Schema SCHEMA = new Schema(
            DocumentKind.VMFILE,
            "A VMFile says how a disk becomes an image.",
            fields(
                    "VMFile",
                    List.of(
                            required(
                                    "apiVersion",
                                    Vocabulary.API_VERSION,
                                    "The format's version.",
                                    "vmregistry.io/v1alpha1"),
                            optional(
                                    "kind",
                                    choice(option("VMFile", "this format")),
                                    "The kind of document.",
                                    "VMFile",
                                    "VMFile"),
                            required("metadata", METADATA, "What the image is called and what it is."),
                            required("spec", SPEC, "The disk and the machine it wants."))));

    private VmFileSchema() {}
}
