package io.vmregistry.daemon.network;

/** What can go wrong with a virtual network. One class for each thing a caller can do about it. */
public abstract sealed class NetworkException extends RuntimeException {

    private NetworkException(String message) {
        super(message);
    }

    private NetworkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such network. */
    public static final class NetworkUnknown extends NetworkException {
        public NetworkUnknown(NetworkName name) {
            super("There is no network \"%s\". \"vmr network ls\" shows what there is.".formatted(name));
        }
    }

    /** The network was not made by this daemon, so this daemon does not touch it. */
    public static final class NetworkForeign extends NetworkException {
        public NetworkForeign(String action, NetworkName name) {
            super(("Tried to %s network \"%s\" but failed because this daemon did not create it. "
                            + "Choose another name, or change it with virsh.")
                    .formatted(action, name));
        }
    }

    /** The network is ours and there, with other properties. */
    public static final class NetworkDiffers extends NetworkException {
        public NetworkDiffers(NetworkName name, String difference) {
            super(("Tried to create network \"%s\" but failed because it exists with another %s. "
                            + "Remove it with \"vmr network rm %s\", or choose another name.")
                    .formatted(name, difference, name));
        }
    }

    /** The backend does not take it. Retrying the same does not help. */
    public static final class NetworkRefused extends NetworkException {
        public NetworkRefused(String action, NetworkName name, String reason) {
            super("Tried to %s network \"%s\" but failed because %s".formatted(action, name, reason));
        }

        public NetworkRefused(String action, NetworkName name, String reason, Throwable cause) {
            super("Tried to %s network \"%s\" but failed because %s".formatted(action, name, reason), cause);
        }
    }

    /** The backend cannot be reached now. Retrying later may help. */
    public static final class NetworkUnavailable extends NetworkException {
        public NetworkUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
