package io.vmregistry.auth.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void readsEveryPart() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://own:secret@db.example:5433/accounts?sslmode=require");

        assertThat(url.host()).isEqualTo("db.example");
        assertThat(url.port()).isEqualTo(5433);
        assertThat(url.username()).isEqualTo("own");
        assertThat(url.password()).isEqualTo("secret");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/accounts?sslmode=require");
    }

    @Test
    void decodesPercentAndKeepsPlus() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://o%40n:p%40s%3As%2Fw%23r+d%25@h/my%20db");

        assertThat(url.username()).isEqualTo("o@n");
        assertThat(url.password()).isEqualTo("p@s:s/w#r+d%");
        assertThat(url.database()).isEqualTo("my db");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/my%20db");
    }

    @Test
    void takesTheDefaultsOfLibpq() {
        DatabaseUrl url = DatabaseUrl.of("postgres://own@localhost");

        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.database()).isEqualTo("own");
        assertThat(url.password()).isEmpty();
    }

    @Test
    void keepsTheBracketsOfAnIpv6Address() {
        assertThat(DatabaseUrl.of("postgresql://own:x@[::1]:5432/db").jdbcUrl())
                .isEqualTo("jdbc:postgresql://[::1]:5432/db");
    }

    @Test
    void translatesOptionsIntoTheDriversWords() {
        assertThat(DatabaseUrl.of(
                                "postgresql://own@h/db?application_name=a%26b&connect_timeout=3&target_session_attrs=read-write")
                        .jdbcUrl())
                .isEqualTo(
                        "jdbc:postgresql://h:5432/db?ApplicationName=a%26b&connectTimeout=3&targetServerType=primary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://own:x@h/db",
                "jdbc:postgresql://h/db",
                "postgresql:///db",
                "postgresql://h/db",
                "postgresql://own:x@h1,h2/db",
                "postgresql://own:x@h:0/db",
                "postgresql://own:x@h:99999/db",
                "postgresql://own:x@h/db?socketFactory=evil",
                "postgresql://own:p ss@h/db",
                "postgresql://own:p%zz@h/db",
            })
    void refusesWhatItCannotRead(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DatabaseUrl.of(text));
    }

    @Test
    void neverShowsThePassword() {
        assertThat(DatabaseUrl.of("postgresql://own:secret@h/db").toString()).isEqualTo("postgresql://own@h:5432/db");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.of("postgresql://own:sec ret@h/db"))
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("sec ret"));
    }
}
