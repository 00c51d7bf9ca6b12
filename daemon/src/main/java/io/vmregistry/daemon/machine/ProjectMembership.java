package io.vmregistry.daemon.machine;

/**
 * Which compose project a machine is part of.
 *
 * @param replica counts from 1
 * @param configHash of what the service asked for, to tell whether it changed since
 */
public record ProjectMembership(String project, String service, int replica, String configHash) {}
