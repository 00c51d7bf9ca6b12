package io.vmregistry.cli.command;

import io.vmregistry.client.credential.DockerConfigFile;
import io.vmregistry.proto.v1.RegistryLogin;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.RegistryHost;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's logins to registries that images name, from {@code ~/.docker/config.json}. The daemon cannot read that file,
 * and is sent what it needs for one call.
 */
final class RegistryLogins {

    private final Desk desk;

    RegistryLogins(Desk desk) {
        this.desk = desk;
    }

    /** Those for the registries of some images, and for the one that the context names. */
    List<RegistryLogin> of(Stream<String> images) {
        Stream<String> named = images.flatMap(image -> ImageReference.parse(image).stream())
                .flatMap(image -> image.registry().stream())
                .map(RegistryHost::authority);
        List<String> hosts = Stream.concat(named, ofContext().stream())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        if (hosts.isEmpty()) {
            return List.of();
        }
        DockerConfigFile file = DockerConfigFile.from(
                desk.surroundings().variables(), desk.surroundings().home());
        return hosts.stream()
                .flatMap(host -> file.find(host).stream())
                .map(RegistryLogins::message)
                .toList();
    }

    private Optional<String> ofContext() {
        return desk.context().registryUrl().map(URI::create).flatMap(url -> Optional.ofNullable(url.getAuthority()));
    }

    private static RegistryLogin message(io.vmregistry.client.credential.RegistryLogin login) {
        return switch (login) {
            case io.vmregistry.client.credential.RegistryLogin.WithPassword(
                    String host,
                    String username,
                    var password) ->
                RegistryLogin.newBuilder()
                        .setHost(host)
                        .setUsername(username)
                        .setPassword(password.reveal())
                        .build();
            case io.vmregistry.client.credential.RegistryLogin.WithIdentityToken(String host, var token) ->
                RegistryLogin.newBuilder()
                        .setHost(host)
                        .setIdentityToken(token.reveal())
                        .build();
        };
    }
}
