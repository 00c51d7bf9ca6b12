package io.vmregistry.daemon.grpc;

import static java.util.Map.entry;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Set;

/** The RPCs that this daemon answers with UNIMPLEMENTED, and what to use instead of each. */
final class UnbuiltRpcs implements ServerInterceptor {

    private static final String CONTEXTS = "contexts are kept by the client; use \"vmr context %s\"";
    private static final String NETWORKS =
            "declare the network in a VMCompose file and use \"vmr compose up\", or use \"virsh net-%s\"";
    private static final String SNAPSHOTS =
            "the machines are libvirt domains of the same name; use \"virsh snapshot-%s\"";
    private static final String VOLUMES =
            "declare the volume in a VMCompose file: \"vmr compose up\" creates it and \"vmr compose down --volumes\" removes it";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            entry("ContextCreate", CONTEXTS.formatted("create")),
            entry("ContextUpdate", CONTEXTS.formatted("update")),
            entry("ContextUse", CONTEXTS.formatted("use")),
            entry("ContextList", CONTEXTS.formatted("ls")),
            entry("ContextRemove", CONTEXTS.formatted("rm")),
            entry("ContextCurrent", CONTEXTS.formatted("current")),
            entry("NetworkList", NETWORKS.formatted("list")),
            entry("NetworkGet", NETWORKS.formatted("info")),
            entry("NetworkCreate", NETWORKS.formatted("define")),
            entry("NetworkActivate", NETWORKS.formatted("start")),
            entry("NetworkDeactivate", NETWORKS.formatted("destroy")),
            entry("NetworkDelete", NETWORKS.formatted("undefine")),
            entry("VolumeList", VOLUMES),
            entry("VolumeCreate", VOLUMES),
            entry("VolumeDelete", VOLUMES),
            entry("SnapshotCreate", SNAPSHOTS.formatted("create")),
            entry("SnapshotList", SNAPSHOTS.formatted("list")),
            entry("SnapshotRestore", SNAPSHOTS.formatted("revert")),
            entry("SnapshotDelete", SNAPSHOTS.formatted("delete")),
            entry("DaemonInfo", "use \"vmr health\""),
            entry("ExecVM", "use \"ssh\" with the address that \"vmr ps\" shows"),
            entry("VMConsole", "use \"vmr logs --console -f MACHINE\" to read it, or \"virsh console\""),
            entry("VMStats", "use \"vmr ps\", or \"virsh domstats\""),
            entry("WatchEvents", "ask with \"vmr ps\" again, or use \"virsh event --all --loop\""));

    /** Names of the RPCs that are not built. */
    static Set<String> names() {
        return INSTEAD.keySet();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String rpc = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        String instead = INSTEAD.get(rpc);
        if (instead == null) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.UNIMPLEMENTED.withDescription("This daemon has no %s yet: %s.".formatted(rpc, instead)),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
