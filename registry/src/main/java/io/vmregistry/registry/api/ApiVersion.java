package io.vmregistry.registry.api;

/** One version of the API. It answers every exchange that it is given, or throws. */
@FunctionalInterface
public interface ApiVersion {
    void handle(Exchange exchange);
}
