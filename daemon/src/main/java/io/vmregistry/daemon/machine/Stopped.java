package io.vmregistry.daemon.machine;

/**
 * A machine after it was stopped.
 *
 * @param forced it did not shut down in time and lost its power
 */
public record Stopped(Machine machine, boolean forced) {}
