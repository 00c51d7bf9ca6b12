package io.vmregistry.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmregistry.auth.key.KeyDirectory.Retirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {

    private static final int SMALL = 2048;
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(11);

    /** Making a key takes most of a test's time. */
    private static SigningKey given;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeKey() {
        given = PrivateKeyFile.generate(SMALL);
    }

    private KeyDirectory keys() {
        return new KeyDirectory(directory, TOKEN_LIFE);
    }

    private KeyDirectory keysWithOne() throws IOException {
        WholeFile.write(directory, "auth.key", PrivateKeyFile.text(given), WholeFile.OWNER_ONLY);
        keys().open(SMALL, START);
        return keys();
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    private static String pem(KeyRing.Entry entry) {
        return PublicKeys.pem(entry.certificate().publicKey());
    }

    @Test
    void makesAPairThatOnlyTheOwnerReads() throws IOException {
        KeyRing ring = keys().open(SMALL, START);

        assertThat(mode("auth.key")).isEqualTo("rw-------");
        assertThat(mode("auth.pub")).isEqualTo("rw-r--r--");
        assertThat(text("auth.pub")).isEqualTo(pem(ring.current(START)));
        assertThat(text("auth.crt")).isEqualTo(ring.current(START).certificate().pem());
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void findsTheSameKeyAgain() throws IOException {
        keysWithOne();

        assertThat(keys().open(SMALL, START).current(START).signing()).contains(given);
    }

    @Test
    void writesAgainWhatFollowsFromTheKey() throws IOException {
        keysWithOne();
        String certificate = text("auth.crt");
        Files.delete(directory.resolve("auth.pub"));
        Files.delete(directory.resolve("auth.crt"));

        keys().open(SMALL, START);

        assertThat(text("auth.pub")).isEqualTo(PublicKeys.pem(given.publicKey()));
        assertThat(text("auth.crt")).isEqualTo(certificate);
    }

    @Test
    void refusesToReplaceAKeyThatTheRegistryTrusts() throws IOException {
        keysWithOne();
        Files.delete(directory.resolve("auth.key"));

        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> keys().open(SMALL, START))
                .withMessageContaining("auth.key is missing");
    }

    @Test
    void refusesWhatIsNoPrivateKey() throws IOException {
        Files.writeString(
                directory.resolve("auth.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> keys().open(SMALL, START))
                .withMessageContaining("no usable RSA key");
    }

    @Test
    void publishesThenUsesThenRetires() throws IOException {
        KeyDirectory keys = keysWithOne();
        Instant change = START.plusSeconds(600);

        KeyRing.Entry announced = keys.rotate(SMALL, START, change);

        KeySet before = keys().read().keysAt(change.minusMillis(1), TOKEN_LIFE);
        assertThat(before.signing()).isEqualTo(given);
        assertThat(before.published()).containsOnlyKeys(given.id(), announced.id());
        assertThat(text("auth.pub")).isEqualTo(PublicKeys.pem(given.publicKey()) + pem(announced));
        assertThat(mode(announced.id() + ".key")).isEqualTo("rw-------");

        KeySet during = keys().read().keysAt(change, TOKEN_LIFE);
        assertThat(during.signing().id()).isEqualTo(announced.id());
        assertThat(during.published()).containsOnlyKeys(given.id(), announced.id());

        KeySet after = keys().read().keysAt(change.plus(TOKEN_LIFE), TOKEN_LIFE);
        assertThat(after.published()).containsOnlyKeys(announced.id());

        keys.tidy(change);
        assertThat(text("auth.pub")).isEqualTo(pem(announced) + PublicKeys.pem(given.publicKey()));
        keys.tidy(change.plus(TOKEN_LIFE));
        assertThat(text("auth.pub")).isEqualTo(pem(announced));
        assertThat(directory.resolve("auth.key")).doesNotExist();
        assertThat(keys().open(SMALL, change.plus(TOKEN_LIFE)).entries()).hasSize(1);
    }

    @Test
    void announcesOneKeyHoweverOftenItIsAsked() throws Exception {
        keysWithOne();
        Instant change = START.plusSeconds(600);

        List<String> announced;
        try (var threads = Executors.newFixedThreadPool(4)) {
            announced = threads
                    .invokeAll(IntStream.range(0, 4)
                            .<java.util.concurrent.Callable<String>>mapToObj(_ ->
                                    () -> keys().rotate(SMALL, START, change).id())
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .distinct()
                    .toList();
        }

        assertThat(announced).hasSize(1);
        assertThat(keys().read().entries()).hasSize(2);
        KeyRing.Entry sooner = keys().rotate(SMALL, START, START);
        assertThat(sooner.id()).isEqualTo(announced.getFirst());
        assertThat(keys().read().current(START).id()).isEqualTo(announced.getFirst());
    }

    @Test
    void takesAKeyAwayBeforeItsTimeButNotTheOneThatSigns() throws IOException {
        KeyDirectory keys = keysWithOne();
        KeyRing.Entry calledOff = keys.rotate(SMALL, START, START.plusSeconds(600));

        assertThat(keys.retire(given.id(), START)).isEqualTo(new Retirement.IsCurrent());
        assertThat(keys.retire("nobody", START)).isEqualTo(new Retirement.Unknown());
        assertThat(keys.retire(calledOff.id(), START)).isInstanceOf(Retirement.Retired.class);
        assertThat(keys.read().entries()).extracting(KeyRing.Entry::id).containsExactly(given.id());
        assertThat(directory.resolve(calledOff.id() + ".key")).doesNotExist();

        KeyRing.Entry successor = keys.rotate(SMALL, START, START);
        assertThat(keys.retire(given.id(), START)).isInstanceOf(Retirement.Retired.class);
        assertThat(keys.read().keysAt(START, TOKEN_LIFE).published()).containsOnlyKeys(successor.id());
        assertThat(text("auth.pub")).isEqualTo(pem(successor));
        assertThat(directory.resolve("auth.key")).doesNotExist();
    }

    @Test
    void saysThatTheStateIsDamaged() throws IOException {
        keysWithOne().rotate(SMALL, START, START);
        String whole = text("keys.json");
        for (String damaged : List.of(
                "", "{}", "[]", whole.substring(20), whole.replace("2026", "20xx"), whole.replace("MII", "AAA"))) {
            Files.writeString(directory.resolve("keys.json"), damaged);

            assertThatExceptionOfType(KeyException.class).isThrownBy(() -> keys().read());
        }
    }

    @Test
    void doesNotFallBackToTheFirstKeyWhenTheStateIsLost() throws IOException {
        keysWithOne().rotate(SMALL, START, START);
        Files.delete(directory.resolve("keys.json"));

        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> keys().open(SMALL, START))
                .withMessageContaining("keys.json is missing");
    }

    @Test
    void leavesNoUnfinishedFiles() throws IOException {
        keysWithOne().rotate(SMALL, START, START);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "auth.key",
                            "auth.pub",
                            "auth.crt",
                            "keys.json",
                            "lock",
                            keys().read().current(START).id() + ".key");
        }
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
