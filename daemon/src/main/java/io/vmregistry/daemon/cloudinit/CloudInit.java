package io.vmregistry.daemon.cloudinit;

import java.util.List;
import java.util.Optional;

/**
 * What the user wants a guest to be told at its first boot. Texts are passed on unchanged; what is not given is generated.
 *
 * @param sshAuthorizedKeys OpenSSH public keys for the guest's default account
 */
public record CloudInit(
        Optional<String> userData,
        Optional<String> metaData,
        Optional<String> networkConfig,
        List<String> sshAuthorizedKeys) {

    /** Everything generated. */
    public static final CloudInit GENERATED =
            new CloudInit(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public CloudInit {
        sshAuthorizedKeys = List.copyOf(sshAuthorizedKeys);
    }

    /** User data carries passwords, so none of it is shown. */
    @Override
    public String toString() {
        return "CloudInit[userData=%s, metaData=%s, networkConfig=%s, sshAuthorizedKeys=%d]"
                .formatted(
                        userData.isPresent(),
                        metaData.isPresent(),
                        networkConfig.isPresent(),
                        sshAuthorizedKeys.size());
    }
}
