package io.vmregistry.spec.schema;

import static io.vmregistry.spec.schema.Vocabulary.choice;
import static io.vmregistry.spec.schema.Vocabulary.fields;
import static io.vmregistry.spec.schema.Vocabulary.option;
import static io.vmregistry.spec.schema.Vocabulary.optional;
import static io.vmregistry.spec.schema.Vocabulary.required;
import static io.vmregistry.spec.schema.Vocabulary.text;

import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Either;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Flag;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Names;
import io.vmregistry.spec.schema.Shape.Rule;
import io.vmregistry.spec.schema.Shape.Span;
import io.vmregistry.spec.schema.Shape.Whole;
import java.time.Duration;
import java.util.List;

/** The VMCompose file, as data. */
final class VmComposeSchema {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Span PERIOD = new Span(Duration.ofMillis(100), DAY);
    private static final Span PERIOD_OR_NONE = new Span(Duration.ZERO, DAY);
    private static final int MAX_REPLICAS = 1_000;
    private static final int MAX_RETRIES = 100_000;

    private static final Choice MODE = choice(
            option("nat", "the guests reach the world through the host's address"),
            option("isolated", "the guests reach each other and the host, nothing else"),
            option("routed", "the guests' own addresses are routed, nothing is translated"),
            option("bridge", "the guests join a bridge of the host"),
            option("bridged", "the same as bridge"),
            option("open", "as routed, and no firewall rules are made"),
            option("macvtap", "the guests join a network interface of the host directly"));

    private static final Fields NETWORK = fields(
            "network",
            List.of(
                    optional("mode", MODE, "How the network is joined to the world.", "nat", "isolated"),
                    optional(
                            "subnet",
                            text(Format.SUBNET),
                            "The network's addresses.",
                            "a free subnet",
                            "192.168.70.0/24"),
                    optional(
                            "gateway",
                            text(Format.IPV4),
                            "The host's address in the network.",
                            "the subnet's first address",
                            "192.168.70.1"),
                    optional(
                            "dhcp",
                            fields(
                                    "dhcp",
                                    List.of(
                                            required(
                                                    "start",
                                                    text(Format.IPV4),
                                                    "The first address that is handed out.",
                                                    "192.168.70.100"),
                                            required(
                                                    "end",
                                                    text(Format.IPV4),
                                                    "The last address that is handed out.",
                                                    "192.168.70.200"))),
                            "The addresses that DHCP hands out."),
                    optional("domain", text(Format.DOMAIN), "The DNS domain of the network's guests.", "lab.internal"),
                    optional(
                            "bridge",
                            text(Format.INTERFACE),
                            "The host's bridge, with mode bridge; the host's interface, with mode macvtap.",
                            "br0"),
                    optional(
                            "external",
                            new Flag(),
                            "The network exists already: it is never created and never removed.",
                            "false",
                            "true"),
                    optional(
                            "name",
                            text(Format.RESOURCE_NAME),
                            "The existing network's name, with external.",
                            "the key",
                            "office")));

    private static final Fields VOLUME = fields(
            "volume",
            List.of(
                    optional(
                            "size",
                            text(Format.DISK_SIZE),
                            "The disk's size; needed unless the volume is external.",
                            "10G"),
                    optional(
                            "format",
                            choice(option("qcow2", "grows as it is filled"), option("raw", "the disk's bytes")),
                            "The disk's format.",
                            "qcow2",
                            "raw"),
                    optional(
                            "external",
                            new Flag(),
                            "The volume exists already: it is never created and never removed.",
                            "false",
                            "true"),
                    optional(
                            "name",
                            text(Format.RESOURCE_NAME),
                            "The existing volume's name, with external.",
                            "the key",
                            "office-data")));

    private static final Fields RESOURCES = fields(
            "resources",
            List.of(
                    optional("cpu", Vocabulary.CPU, "Virtual processors.", "the image's", "2"),
                    optional("memory", Vocabulary.MEMORY, "Memory; a bare number is in MiB.", "the image's", "8GiB"),
                    optional("bootloader", Vocabulary.BOOTLOADER, "The firmware.", "the image's", "{type: UEFI}")));

    private static final Fields ATTACHMENT = fields(
            "network attachment",
            List.of(
                    required("name", text(Format.RESOURCE_NAME), "A network of this file.", "private"),
                    optional(
                            "staticIp",
                            text(Format.IPV4),
                            "The guest's address; only with one replica.",
                            "one from DHCP",
                            "192.168.70.10"),
                    optional(
                            "gateway",
                            text(Format.IPV4),
                            "The guest's default route in this network.",
                            "the network's gateway",
                            "192.168.70.1"),
                    optional(
                            "mac",
                            text(Format.MAC),
                            "The card's address; only with one replica.",
                            "derived from project, service and network",
                            "52:54:00:12:34:56")));

    private static final Fields MOUNT = fields(
            "volume attachment",
            List.of(
                    required("name", text(Format.RESOURCE_NAME), "A volume of this file.", "data"),
                    optional(
                            "device",
                            text(Format.DEVICE),
                            "The disk's name in the guest.",
                            "the next free one",
                            "vdb")));

    private static final Fields CLOUD_INIT = fields(
            "cloudInit",
            List.of(
                    optional("userData", text(Format.FREE_TEXT), "User data, inline.", "#cloud-config"),
                    optional("userDataFile", text(Format.PATH), "User data, as a file.", "./user.yaml"),
                    optional("metaData", text(Format.FREE_TEXT), "Meta data, inline.", "local-hostname: db"),
                    optional("metaDataFile", text(Format.PATH), "Meta data, as a file.", "./meta.yaml"),
                    optional("networkConfig", text(Format.FREE_TEXT), "Network configuration, inline.", "version: 2"),
                    optional(
                            "networkConfigFile", text(Format.PATH), "Network configuration, as a file.", "./net.yaml")),
            new Rule.AtMostOne(List.of("userData", "userDataFile")),
            new Rule.AtMostOne(List.of("metaData", "metaDataFile")),
            new Rule.AtMostOne(List.of("networkConfig", "networkConfigFile")));

    private static final Fields HEALTHCHECK = fields(
            "healthcheck",
            List.of(
                    optional(
                            "tcp",
                            Vocabulary.PORT_NUMBER,
                            "Healthy when the guest accepts a connection on this port.",
                            "5432"),
                    optional(
                            "http",
                            new Either(List.of(
                                    Vocabulary.PORT_NUMBER,
                                    fields(
                                            "http",
                                            List.of(
                                                    optional(
                                                            "port",
                                                            Vocabulary.PORT_NUMBER,
                                                            "The guest's port.",
                                                            "80, or 443 with https",
                                                            "8080"),
                                                    optional(
                                                            "path",
                                                            text(Format.URL_PATH),
                                                            "The path that is asked for.",
                                                            "/",
                                                            "/healthz"),
                                                    optional(
                                                            "scheme",
                                                            choice(
                                                                    option("http", "plain"),
                                                                    option(
                                                                            "https",
                                                                            "with TLS; the certificate is not checked")),
                                                            "How the guest is asked.",
                                                            "http",
                                                            "https"))))),
                            "Healthy when the guest answers with a status from 200 to 399: a port, or port, path and scheme.",
                            "{port: 8080, path: /healthz}"),
                    optional(
                            "exec",
                            new Either(List.of(text(Format.NON_EMPTY), new Items(text(Format.FREE_TEXT), 1))),
                            "Healthy when the command ends with 0, run by the guest agent: a shell's line, or a list of words.",
                            "[pg_isready, -q]"),
                    optional(
                            "console",
                            text(Format.REGULAR_EXPRESSION),
                            "Healthy once a line on the serial console matches this regular expression.",
                            "login:"),
                    optional("interval", PERIOD, "The time between two checks.", "10s", "5s"),
                    optional("timeout", PERIOD, "How long one check may take.", "5s", "2s"),
                    optional(
                            "retries",
                            new Whole(1, MAX_RETRIES),
                            "How many checks in a row must fail before the service is unhealthy.",
                            "3",
                            "20"),
                    optional(
                            "startPeriod",
                            PERIOD_OR_NONE,
                            "How long failures after the start do not count.",
                            "60s",
                            "120s")),
            new Rule.ExactlyOne(List.of("tcp", "http", "exec", "console")));

    private static final Choice RESTART = choice(
            option("no", "a guest that ends stays down"),
            option("on-failure", "a guest that crashed is started again"),
            option("always", "a guest that ended is started again, whatever ended it"),
            option("unless-stopped", "as always, unless a user stopped it"));

    private static final Shape RESTART_POLICY = new Either(List.of(
            RESTART,
            fields(
                    "restartPolicy",
                    List.of(
                            required("policy", RESTART, "When the guest is started again.", "on-failure"),
                            optional(
                                    "maxRetries",
                                    new Whole(0, MAX_RETRIES),
                                    "How often, before it stays down; only with on-failure.",
                                    "without end",
                                    "5"),
                            optional(
                                    "backoff",
                                    PERIOD_OR_NONE,
                                    "The wait before the first restart; it doubles with each.",
                                    "10s",
                                    "10s")))));

    private static final Shape DEPENDS_ON = new Either(List.of(
            new Items(text(Format.DNS_LABEL), 0),
            new Names(
                    Format.DNS_LABEL,
                    fields(
                            "dependency",
                            List.of(optional(
                                    "condition",
                                    choice(
                                            option("started", "its guest runs"),
                                            option("healthy", "its healthcheck passed"),
                                            option("provisioned", "its provision steps are done")),
                                    "What is waited for.",
                                    "started",
                                    "healthy"))),
                    0)));

    private static final Fields SERVICE = fields(
            "service",
            List.of(
                    required(
                            "image",
                            text(Format.IMAGE),
                            "The image: a local one, one of a registry, or a digest.",
                            "myuser/postgres:17"),
                    optional(
                            "diskSize",
                            text(Format.DISK_SIZE),
                            "Grows the disk; less than the image's size is an error.",
                            "the image's",
                            "20G"),
                    optional("resources", RESOURCES, "What this service gets in place of the image's."),
                    optional(
                            "networks",
                            new Items(ATTACHMENT, 0),
                            "The networks that the service joins, in the order of its cards.",
                            "[{name: private}]"),
                    optional(
                            "volumes",
                            new Items(MOUNT, 0),
                            "The volumes that the service uses; only with one replica.",
                            "[{name: data, device: vdb}]"),
                    optional("cloudInit", CLOUD_INIT, "What cloud-init finds at the first boot."),
                    optional("healthcheck", HEALTHCHECK, "How to find out whether the service works."),
                    optional(
                            "restartPolicy",
                            RESTART_POLICY,
                            "When an ended guest is started again.",
                            "no",
                            "on-failure"),
                    optional("labels", Vocabulary.LABELS, "Labels, for people and for searches.", "{tier: data}"),
                    optional(
                            "replicas",
                            new Whole(1, MAX_REPLICAS),
                            "How many machines; they are called app-1, app-2 and so on.",
                            "1",
                            "2"),
                    optional(
                            "dependsOn",
                            DEPENDS_ON,
                            "The services that come first: a list, or names with a condition.",
                            "{db: {condition: healthy}}"),
                    optional(
                            "ports",
                            new Items(text(Format.PORT), 0),
                            "Ports of the host that lead to the guest.",
                            "[\"127.0.0.1:8080:80/tcp\"]"),
                    optional(
                            "profiles",
                            new Items(text(Format.DNS_LABEL), 0),
                            "The profiles with which the service is started; without any it always is.",
                            "[full]"),
                    optional("ssh", Vocabulary.SSH, "How clients reach the guest, in place of the image's."),
                    optional(
                            "provision",
                            Vocabulary.PROVISION,
                            "Steps that prepare a running guest, in order, after the image's own; the first failure stops them.")));

    static final Schema SCHEMA = new Schema(
            DocumentKind.VMCOMPOSE,
            "A VMCompose file describes several machines with their networks and volumes.",
            fields(
                    "VMCompose",
                    List.of(
                            required(
                                    "apiVersion",
                                    Vocabulary.API_VERSION,
                                    "The format's version.",
                                    "vmregistry.io/v1alpha1"),
                            optional(
                                    "kind",
                                    choice(option("VMCompose", "this format")),
                                    "The kind of document.",
                                    "VMCompose",
                                    "VMCompose"),
                            optional(
                                    "name",
                                    text(Format.PROJECT_NAME),
                                    "The project's name.",
                                    "the folder's name",
                                    "ziti"),
                            optional(
                                    "networks",
                                    new Names(Format.RESOURCE_NAME, NETWORK, 0),
                                    "The project's networks by name."),
                            optional(
                                    "volumes",
                                    new Names(Format.RESOURCE_NAME, VOLUME, 0),
                                    "Data disks that outlive their service, by name."),
                            required(
                                    "services",
                                    new Names(Format.DNS_LABEL, SERVICE, 1),
                                    "The project's services by name; a name is a DNS label."))));

    private VmComposeSchema() {}
}
