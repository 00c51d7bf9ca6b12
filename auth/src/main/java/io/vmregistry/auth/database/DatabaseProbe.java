package io.vmregistry.auth.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Asks once, before anything else is started, whether the database lets us in. */
public final class DatabaseProbe {

    private static final String TIMEOUT_SECONDS = "10";

    private DatabaseProbe() {}

    /**
     * Connects and leaves again.
     *
     * @throws DatabaseStartException when the database does not let us in, with its own words
     */
    public static void check(DatabaseUrl url) {
        Properties properties = new Properties();
        properties.setProperty("user", url.username());
        properties.setProperty("password", url.password());
        properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
        try {
            DriverManager.getConnection(url.jdbcUrl(), properties).close();
        } catch (SQLException e) {
            throw new DatabaseStartException(
                    "Tried to reach the database %s but failed because: %s".formatted(url, e.getMessage()), e);
        }
    }
}
