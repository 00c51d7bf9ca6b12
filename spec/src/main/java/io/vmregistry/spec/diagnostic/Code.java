package io.vmregistry.spec.diagnostic;

import static io.vmregistry.spec.diagnostic.Severity.ERROR;
import static io.vmregistry.spec.diagnostic.Severity.WARNING;

import java.util.Optional;

/**
 * Every kind of diagnostic, with a stable id and its meaning. Ids are never reused: scripts and editors know them.
 * {@code VMY} is YAML itself, {@code VMI} interpolation, {@code VMF} VMFile, {@code VMC} VMCompose, {@code VMU} user data.
 */
public enum Code {
    YAML_SYNTAX("VMY001", ERROR, "The text is not YAML."),
    YAML_ENCODING("VMY002", ERROR, "The file is not UTF-8."),
    YAML_TOO_LARGE("VMY003", ERROR, "The file has more text or more values than any real one needs."),
    YAML_TOO_DEEP("VMY004", ERROR, "Mappings and lists are nested too deeply."),
    YAML_TOO_MANY_ALIASES("VMY005", ERROR, "Aliases repeat more than any real file needs."),
    YAML_DUPLICATE_KEY("VMY006", ERROR, "A key stands twice in one mapping."),
    YAML_MORE_DOCUMENTS("VMY007", ERROR, "The file holds more than one YAML document."),
    YAML_KEY_NOT_TEXT("VMY008", ERROR, "A key is a list or a mapping."),
    YAML_UNKNOWN_ANCHOR("VMY009", ERROR, "An alias names an anchor that does not stand before it."),
    YAML_TAB("VMY010", ERROR, "A tab stands where YAML wants spaces."),
    YAML_BYTE_ORDER_MARK("VMY011", WARNING, "The file starts with a byte order mark."),
    YAML_EMPTY("VMY012", ERROR, "The file holds nothing."),
    YAML_TAG("VMY013", ERROR, "A tag is used that the formats do not have."),
    YAML_RECURSIVE("VMY014", ERROR, "A value contains itself through an alias."),
    YAML_CONTROL_CHARACTER("VMY015", ERROR, "The text holds a character that YAML forbids."),
    YAML_MERGE_KEY("VMY016", ERROR, "The merge key << of YAML 1.1 is used."),

    VARIABLE_UNSET("VMI001", ERROR, "A variable without default is not set."),
    VARIABLE_REQUIRED("VMI002", ERROR, "A variable that the file requires is not set or empty."),
    VARIABLE_EXPRESSION("VMI003", ERROR, "An expression is none of ${VAR}, ${VAR:-default}, ${VAR:?message} and $$."),
    ENV_FILE_LINE("VMI004", ERROR, "A line of the .env file is not KEY=value."),

    VMFILE_UNKNOWN_KEY("VMF001", ERROR, "A key that the format does not have."),
    VMFILE_MISSING_KEY("VMF002", ERROR, "A required key is missing or has no value."),
    VMFILE_WRONG_TYPE("VMF003", ERROR, "A value of another type than the format wants."),
    VMFILE_NOT_A_CHOICE("VMF004", ERROR, "A value that is none of the allowed ones."),
    VMFILE_BAD_FORM("VMF005", ERROR, "A text that does not have the form its key wants."),
    VMFILE_OUT_OF_RANGE("VMF006", ERROR, "A number or a size outside its bounds."),
    VMFILE_EXCLUSIVE("VMF007", ERROR, "Keys that exclude each other, or none of those of which one is needed."),
    VMFILE_NAME("VMF008", ERROR, "metadata.name is no image name."),
    VMFILE_LABEL("VMF009", ERROR, "A label's key or value is malformed or too long."),
    VMFILE_DISK_IMAGE("VMF010", ERROR, "spec.diskImage is neither a path nor an https:// or oci:// address."),
    VMFILE_SECURE_BOOT("VMF011", ERROR, "Secure boot is asked of a BIOS."),
    VMFILE_FILE_MISSING("VMF012", ERROR, "A file that the VMFile names is not there or cannot be read."),
    VMFILE_FILE_OUTSIDE("VMF013", ERROR, "A file that the VMFile names lies outside its folder."),
    VMFILE_FILE_TOO_LARGE("VMF014", ERROR, "A file is too large to travel inside the document."),

    COMPOSE_UNKNOWN_KEY("VMC001", ERROR, "A key that the format does not have."),
    COMPOSE_MISSING_KEY("VMC002", ERROR, "A required key is missing or has no value."),
    COMPOSE_WRONG_TYPE("VMC003", ERROR, "A value of another type than the format wants."),
    COMPOSE_NOT_A_CHOICE("VMC004", ERROR, "A value that is none of the allowed ones."),
    COMPOSE_BAD_FORM("VMC005", ERROR, "A text that does not have the form its key wants."),
    COMPOSE_OUT_OF_RANGE("VMC006", ERROR, "A number, a size or a duration outside its bounds."),
    COMPOSE_EXCLUSIVE("VMC007", ERROR, "Keys that exclude each other, or none of those of which one is needed."),
    COMPOSE_NAME("VMC008", ERROR, "A project's, service's, network's or volume's name is malformed."),
    COMPOSE_LABEL("VMC009", ERROR, "A label's key or value is malformed or too long."),
    NETWORK_UNKNOWN("VMC010", ERROR, "A service joins a network that the file does not have."),
    NETWORK_UNUSED("VMC011", WARNING, "No service joins a network."),
    VOLUME_UNKNOWN("VMC012", ERROR, "A service uses a volume that the file does not have."),
    VOLUME_UNUSED("VMC013", WARNING, "No service uses a volume."),
    ADDRESS_OUTSIDE_SUBNET("VMC014", ERROR, "An address is not a host's address in its network's subnet."),
    ADDRESS_TWICE("VMC015", ERROR, "Two services have one static address in one network."),
    GATEWAY("VMC016", ERROR, "A gateway lies outside its subnet, or its address is given to a service."),
    SUBNETS_OVERLAP("VMC017", ERROR, "Two networks share addresses."),
    MAC_ADDRESS("VMC018", ERROR, "A MAC address is malformed, or is a multicast or the zero address."),
    MAC_TWICE("VMC019", ERROR, "Two services have one MAC address."),
    DEPENDENCY_CYCLE("VMC020", ERROR, "Services wait for each other in a circle."),
    SERVICE_UNKNOWN("VMC021", ERROR, "A service depends on one that the file does not have."),
    PORT_TWICE("VMC022", ERROR, "A port of the host is published twice."),
    PORT_MAPPING("VMC023", ERROR, "A published port is not [address:]hostPort:guestPort[/tcp|/udp]."),
    REPLICAS("VMC024", ERROR, "A service with replicas has what only one machine can have."),
    IMAGE_REFERENCE("VMC025", ERROR, "A text is no image reference."),
    FILE_MISSING("VMC026", ERROR, "A file that the compose file names is not there or cannot be read."),
    FILE_OUTSIDE("VMC027", ERROR, "A file that the compose file names lies outside the project's folder."),
    FILE_TOO_LARGE("VMC028", ERROR, "A file is too large to travel inside the document."),
    NETWORK_MODE("VMC029", ERROR, "A network has what its mode excludes, or lacks what its mode needs."),
    DHCP_RANGE("VMC030", ERROR, "A DHCP range is reversed, outside its subnet, or has no subnet."),
    EXTERNAL("VMC031", ERROR, "An external network or volume is also defined here."),
    CONSOLE_PATTERN("VMC032", ERROR, "A console healthcheck is no regular expression."),
    NETWORK_TWICE("VMC033", ERROR, "A service joins one network twice."),
    VOLUME_TWICE("VMC034", ERROR, "A volume or a device name is used twice."),
    CONDITION("VMC035", ERROR, "A dependency waits for what its service never reports."),
    STATIC_WITHOUT_SUBNET("VMC036", ERROR, "A static address in a network whose subnet is not given."),
    NAME_CLASH("VMC037", ERROR, "A service's name is also the name of another service's replica."),
    COMPOSE_SECURE_BOOT("VMC038", ERROR, "Secure boot is asked of a BIOS."),

    CLOUD_CONFIG_SYNTAX("VMU001", WARNING, "User data that begins with #cloud-config is not YAML."),
    CLOUD_CONFIG_KEY("VMU002", WARNING, "cloud-init has no such key."),
    CLOUD_CONFIG_VALUE("VMU003", WARNING, "A value in a cloud-config is of another kind than cloud-init wants.");

    private final String id;
    private final Severity severity;
    private final String meaning;

    Code(String id, Severity severity, String meaning) {
        this.id = id;
        this.severity = severity;
        this.meaning = meaning;
    }

    /** The stable id, {@code VMC014}. */
    public String id() {
        return id;
    }

    public Severity severity() {
        return severity;
    }

    /** One sentence for the reference. */
    public String meaning() {
        return meaning;
    }

    public static Optional<Code> parse(String id) {
        for (Code code : values()) {
            if (code.id.equals(id)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
