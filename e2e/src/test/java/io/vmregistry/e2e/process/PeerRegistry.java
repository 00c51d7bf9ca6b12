package io.vmregistry.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Debian's {@code docker-registry} over a folder, on a free port of the loopback interface. */
public final class PeerRegistry implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    private final ServerProcess process;
    private final int port;

    private PeerRegistry(ServerProcess process) {
        this.process = process;
        this.port = Integer.parseInt(process.awaitReady().group(1));
    }

    /** How it learns who is asking: the part of its configuration below {@code auth}, empty for everybody. */
    public record Access(String configuration) {

        public static final Access OPEN = new Access("");

        /** By the password of one user: {@code peer} with {@code peer-password}, as bcrypt hashes it. */
        public static Access password(Path folder) {
            Path file = folder.resolve("htpasswd");
            write(file, "peer:$2y$05$pq3fOaWt18sEU1ycbQw7jOAiwi6mTKGhFS0Swd8Yef5SrYAZMLkRe\n");
            return new Access("""
                    auth:
                      htpasswd:
                        realm: peer
                        path: %s
                    """.formatted(file));
        }

        /** By tokens of an auth server of ours, whose keys it knows by their certificates. */
        public static Access tokens(AuthServer server, URI authUrl) {
            return new Access("""
                    auth:
                      token:
                        realm: %s/token
                        service: vm-registry
                        issuer: vm-registry-auth
                        rootcertbundle: %s
                    """.formatted(authUrl, server.certificate()));
        }
    }

    /** Where it keeps its content: the part of its configuration below {@code storage}. */
    public record Storage(String configuration) {

        public static Storage files(Path directory) {
            return new Storage("""
                      filesystem:
                        rootdirectory: %s
                    """.formatted(directory));
        }

        /** A bucket that is there, which only the registry reads. */
        public static Storage bucket(URI endpoint, String accessKey, String secretKey, String bucket) {
            return new Storage("""
                      s3:
                        regionendpoint: %s
                        region: us-east-1
                        bucket: %s
                        accesskey: %s
                        secretkey: %s
                        secure: false
                      redirect:
                        disable: true
                    """.formatted(endpoint, bucket, accessKey, secretKey));
        }
    }

    /** Starts one that keeps its content in files, and waits until it serves. */
    public static PeerRegistry start(Path folder, Access access, Path log) {
        return start(folder, Storage.files(folder.resolve("content")), access, log);
    }

    /** Starts one and waits until it serves. */
    public static PeerRegistry start(Path folder, Storage storage, Access access, Path log) {
        Path configuration = folder.resolve("registry.yml");
        write(configuration, """
                version: 0.1
                log:
                  level: info
                storage:
                %s  cache:
                    blobdescriptor: inmemory
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:0
                %s""".formatted(storage.configuration(), access.configuration()));
        return new PeerRegistry(ServerProcess.start(
                new ServerProcess.Command(
                        PeerProgram.find("docker-registry"),
                        List.of("serve", configuration.toString()),
                        Map.of(),
                        folder,
                        LISTENING),
                log));
    }

    private static void write(Path file, String content) {
        try {
            Files.write(file, content.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an image's name has it. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    public URI url() {
        return URI.create("http://" + host());
    }

    public int port() {
        return port;
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
