package io.vmregistry.spec.cloudinit;

import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outermost keys of a cloud-config and what their values are. Source: cloud-init's JSON Schema of cloud-configs (22.4 and main), and
 * what its documentation adds to that.
 */
final class CloudConfigKeys {

    /** What a value may be. */
    enum Kind {
        SCALAR("a single value"),
        LIST("a list"),
        MAPPING("a mapping"),
        MAPPING_OR_NOTHING("a mapping or nothing"),
        ANY("a value");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }

        boolean accepts(YamlNode node) {
            return switch (this) {
                case SCALAR -> node instanceof Scalar;
                case LIST -> node instanceof Sequence;
                case MAPPING -> node instanceof Mapping;
                case MAPPING_OR_NOTHING ->
                    node instanceof Mapping || (node instanceof Scalar scalar && scalar.isNull());
                case ANY -> true;
            };
        }
    }

    private static final String LISTS =
            "packages write_files mounts mount_default_fields ssh_authorized_keys ssh_genkeytypes";
    private static final String MAPPINGS =
            "ansible apk_repos apt ca_certs ca-certs chef chpasswd datasource disk_setup drivers fan "
                    + "growpart keyboard landscape lxd mcollective output phone_home power_state puppet "
                    + "random_seed reporting rh_subscription rpi rsyslog salt_minion snap spacewalk ssh ssh_keys swap "
                    + "system_info ubuntu_advantage ubuntu_pro updates vendor_data yum_repos zypper";
    private static final String MAPPINGS_OR_NOTHING = "ntp wireguard";
    private static final String SCALARS =
            "hostname fqdn prefer_fqdn_over_hostname preserve_hostname create_hostname_file timezone "
                    + "locale locale_configfile package_update package_upgrade package_reboot_if_required "
                    + "disable_root disable_root_opts ssh_deletekeys no_ssh_fingerprints allow_public_ssh_keys "
                    + "ssh_quiet_keygen manage_resolv_conf final_message byobu_by_default password "
                    + "disable_ec2_metadata apt_pipelining apt_reboot_if_required apt_update apt_upgrade authkey_hash "
                    + "migrate yum_repo_dir";
    private static final String ANYTHING =
            "users groups user fs_setup device_aliases resolv_conf resize_rootfs manage_etc_hosts "
                    + "ssh_pwauth ssh_import_id ssh_publish_hostkeys ssh_fp_console_blacklist "
                    + "ssh_key_console_blacklist merge_how merge_type grub_dpkg grub-dpkg launch-index bootcmd "
                    + "runcmd cloud_init_modules cloud_config_modules cloud_final_modules def_log_file log_cfgs "
                    + "syslog_fix_perms autoinstall network";

    private static final Map<String, Kind> KINDS = kinds();

    private CloudConfigKeys() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new HashMap<>();
        put(kinds, LISTS, Kind.LIST);
        put(kinds, MAPPINGS, Kind.MAPPING);
        put(kinds, MAPPINGS_OR_NOTHING, Kind.MAPPING_OR_NOTHING);
        put(kinds, SCALARS, Kind.SCALAR);
        put(kinds, ANYTHING, Kind.ANY);
        return Map.copyOf(kinds);
    }

    private static void put(Map<String, Kind> kinds, String names, Kind kind) {
        Stream.of(names.split(" ")).forEach(name -> kinds.put(name, kind));
    }

    static Optional<Kind> kindOf(String key) {
        return Optional.ofNullable(KINDS.get(key));
    }

    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }
}
