package io.vmregistry.daemon.health;

/** Looks at one component, within seconds. What is wrong is its answer; it throws nothing. */
@FunctionalInterface
public interface HealthProbe {

    Health probe();
}
