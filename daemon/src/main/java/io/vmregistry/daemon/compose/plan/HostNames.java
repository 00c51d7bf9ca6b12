package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.compose.ProjectName;

/** What a project's things are called on the host. */
public final class HostNames {

    private HostNames() {}

    /**
     * {@code <project>-<member>}, where the member is a service or one of its replicas. A machine's name is a DNS label, so an
     * underscore of the project becomes a dash; whose a machine is, its record says and not its name.
     */
    public static String machine(ProjectName project, String member) {
        return prefix(project) + member;
    }

    /** The member that a machine of the project is. */
    public static String member(ProjectName project, String machine) {
        String prefix = prefix(project);
        return machine.startsWith(prefix) ? machine.substring(prefix.length()) : machine;
    }

    /** {@code <project>_<key>}: of a network or volume. */
    public static String resource(ProjectName project, String key) {
        return project.value() + "_" + key;
    }

    private static String prefix(ProjectName project) {
        return project.value().replace('_', '-') + "-";
    }
}
