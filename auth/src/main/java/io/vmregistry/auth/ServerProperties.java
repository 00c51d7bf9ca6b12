package io.vmregistry.auth;

import io.vmregistry.auth.database.DatabaseUrl;

/** What the command line tells Quarkus, as system properties. */
final class ServerProperties {

    private ServerProperties() {}

    /** A dollar sign would start an expression in Quarkus' configuration. */
    static void set(String name, String value) {
        System.setProperty(name, value.replace("$", "\\$"));
    }

    static void database(DatabaseUrl database) {
        set("quarkus.datasource.jdbc.url", database.jdbcUrl());
        set("quarkus.datasource.username", database.username());
        set("quarkus.datasource.password", database.password());
    }
}
