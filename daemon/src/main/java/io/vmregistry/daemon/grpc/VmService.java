package io.vmregistry.daemon.grpc;

import io.vmregistry.proto.v1.VMServiceGrpc;

/**
 * The protocol's service: each RPC goes to its domain's endpoint. What is not built is in {@link UnbuiltRpcs}; a test
 * holds that every RPC is either here or there.
 */
public final class VmService extends VMServiceGrpc.VMServiceImplBase {

    // Sessions and health: SessionEndpoint

    // Images: ImageEndpoint

    // Machines and networks: MachineEndpoint

    // Compose: ComposeEndpoint

    // The daemon itself
}
