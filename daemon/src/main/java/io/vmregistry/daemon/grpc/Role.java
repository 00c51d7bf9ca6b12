package io.vmregistry.daemon.grpc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What the holder of a client certificate may do; an organizational unit (OU) of its subject says which. */
enum Role {
    OPERATOR("vm-registry-operator") {
        @Override
        boolean mayCall(String rpc) {
            return !Rpcs.LOCAL.contains(rpc);
        }
    },
    READ_ONLY("vm-registry-read-only") {
        @Override
        boolean mayCall(String rpc) {
            return Rpcs.READING.contains(rpc);
        }
    };

    private final String unit;

    Role(String unit) {
        this.unit = unit;
    }

    /** The organizational unit that gives it. */
    String unit() {
        return unit;
    }

    /** @param rpc a name of the service's, without the service's own */
    abstract boolean mayCall(String rpc);

    /** The role of a subject in the form of RFC 2253; of several, the one that may do more; empty when it has none. */
    static Optional<Role> of(String subject) {
        List<String> units;
        try {
            units = new LdapName(subject)
                    .getRdns().stream().flatMap(Role::units).toList();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
        return Stream.of(values()).filter(role -> units.contains(role.unit)).findFirst();
    }

    /** A relative name can have several attributes: {@code CN=ada+OU=vm-registry-operator}. */
    private static Stream<String> units(Rdn name) {
        Attribute units = name.toAttributes().get("OU");
        return units == null ? Stream.empty() : IntStream.range(0, units.size()).mapToObj(at -> value(units, at));
    }

    private static String value(Attribute units, int at) {
        try {
            return String.valueOf(units.get(at));
        } catch (NamingException e) {
            throw new IllegalStateException("what is in memory can be read", e);
        }
    }

    /** Every RPC of the service is in one of these. */
    static final class Rpcs {

        /** They change nothing, and tell nothing that lets one in elsewhere. */
        static final Set<String> READING = Set.of(
                "ComposePlan",
                "ComposePs",
                "ComposeValidate",
                "ContextCurrent",
                "ContextList",
                "DaemonInfo",
                "GetImageManifest",
                "HealthCheck",
                "InspectVM",
                "ListLocalImages",
                "ListVMs",
                "NetworkGet",
                "NetworkList",
                "PsVMs",
                "SnapshotList",
                "VMLogs",
                "VMStats",
                "ValidateVMFile",
                "VolumeList",
                "WatchEvents");

        static final Set<String> CHANGING = Set.of(
                "ComposeDown",
                "ComposeDownStream",
                "ComposeRestart",
                "ComposeUp",
                "ComposeUpStream",
                "ContextCreate",
                "ContextRemove",
                "ContextUpdate",
                "ContextUse",
                "DeleteImage",
                "DeleteVM",
                "ExecVM",
                "GarbageCollect",
                "ImportImage",
                "ImportImageStream",
                "Login",
                "Logout",
                "NetworkActivate",
                "NetworkCreate",
                "NetworkDeactivate",
                "NetworkDelete",
                "PruneImages",
                "PullImage",
                "PullImageStream",
                "PushImage",
                "PushImageStream",
                "Register",
                "RestartVM",
                "ResumeVM",
                "RunVM",
                "SnapshotCreate",
                "SnapshotDelete",
                "SnapshotRestore",
                "StartVM",
                "StopVM",
                "SuspendVM",
                "TagImage",
                "VMConsole",
                "VolumeCreate",
                "VolumeDelete");

        /** They write files of the daemon's host, which is for who has an account there. */
        static final Set<String> LOCAL = Set.of("ExportImage");

        private Rpcs() {}
    }
}
