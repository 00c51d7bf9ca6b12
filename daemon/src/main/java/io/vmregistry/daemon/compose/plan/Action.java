package io.vmregistry.daemon.compose.plan;

import static java.util.stream.Collectors.joining;

import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.reference.ImageReference;
import java.util.List;

/** Something that is done, or found to need nothing, so that a host has what is wanted. */
public sealed interface Action {

    /** What it is done to, as the user calls it: a member of a service, an image, a network's or volume's name. */
    String name();

    /** The reason that a person would give; empty when there is nothing to say. */
    String reason();

    /** Nothing is done. */
    default boolean isKeep() {
        return switch (this) {
            case ServiceAction.Keep keep -> true;
            case NetworkAction.Keep keep -> true;
            case VolumeAction.Keep keep -> true;
            case ServiceAction service -> false;
            case NetworkAction network -> false;
            case VolumeAction volume -> false;
            case PullImage pull -> false;
            case Await await -> false;
        };
    }

    /** Gets an image that is not there. */
    record PullImage(ImageReference image) implements Action {
        @Override
        public String name() {
            return image.toString();
        }

        @Override
        public String reason() {
            return "it is not there";
        }
    }

    /** Waits until every machine of a service is healthy. */
    record Await(ServiceName service, List<String> machines) implements Action {
        public Await {
            machines = List.copyOf(machines);
        }

        @Override
        public String name() {
            return service.value();
        }

        @Override
        public String reason() {
            return "until it is healthy";
        }
    }

    /** What is done to one machine of a service. */
    sealed interface ServiceAction extends Action {

        ServiceName service();

        /** The machine's name on the host. */
        String machine();

        /** Makes and starts a machine. */
        record Create(MachineSpec wanted, String reason) implements ServiceAction {
            @Override
            public ServiceName service() {
                return wanted.service();
            }

            @Override
            public String machine() {
                return wanted.name();
            }

            @Override
            public String name() {
                return wanted.member();
            }
        }

        /** Starts a machine that is there and does not run. */
        record Start(MachineSpec wanted) implements ServiceAction {
            @Override
            public ServiceName service() {
                return wanted.service();
            }

            @Override
            public String machine() {
                return wanted.name();
            }

            @Override
            public String name() {
                return wanted.member();
            }

            @Override
            public String reason() {
                return "it does not run";
            }
        }

        /** Keeps to a new policy, and leaves the machine as it is. */
        record UpdateInPlace(MachineSpec wanted, List<FieldChange> changes) implements ServiceAction {
            public UpdateInPlace {
                changes = List.copyOf(changes);
            }

            @Override
            public ServiceName service() {
                return wanted.service();
            }

            @Override
            public String machine() {
                return wanted.name();
            }

            @Override
            public String name() {
                return wanted.member();
            }

            @Override
            public String reason() {
                return listed(changes);
            }
        }

        /** Removes a machine with its disk, makes the wanted one and starts it. */
        record Replace(MachineSpec wanted, List<FieldChange> because) implements ServiceAction {
            public Replace {
                because = List.copyOf(because);
            }

            @Override
            public ServiceName service() {
                return wanted.service();
            }

            @Override
            public String machine() {
                return wanted.name();
            }

            @Override
            public String name() {
                return wanted.member();
            }

            @Override
            public String reason() {
                return listed(because);
            }
        }

        /** Stops a machine and removes it with its disk. */
        record Remove(ServiceName service, String name, String machine, String reason) implements ServiceAction {}

        /** The machine is the wanted one. */
        record Keep(MachineSpec wanted) implements ServiceAction {
            @Override
            public ServiceName service() {
                return wanted.service();
            }

            @Override
            public String machine() {
                return wanted.name();
            }

            @Override
            public String name() {
                return wanted.member();
            }

            @Override
            public String reason() {
                return "";
            }
        }
    }

    /** What is done to a network of the project. */
    sealed interface NetworkAction extends Action {

        record Create(NetworkSpec.Own wanted) implements NetworkAction {
            @Override
            public String name() {
                return wanted.name();
            }

            @Override
            public String reason() {
                return "it is not there";
            }
        }

        record Start(String name) implements NetworkAction {
            @Override
            public String reason() {
                return "it is not active";
            }
        }

        /** Removes it and makes the wanted one; no machine is attached to it then. */
        record Replace(NetworkSpec.Own wanted, List<FieldChange> because) implements NetworkAction {
            public Replace {
                because = List.copyOf(because);
            }

            @Override
            public String name() {
                return wanted.name();
            }

            @Override
            public String reason() {
                return listed(because);
            }
        }

        record Remove(String name, String reason) implements NetworkAction {}

        record Keep(String name, String reason) implements NetworkAction {}
    }

    /** What is done to a volume of the project. */
    sealed interface VolumeAction extends Action {

        record Create(VolumeSpec.Own wanted) implements VolumeAction {
            @Override
            public String name() {
                return wanted.name();
            }

            @Override
            public String reason() {
                return "it is not there";
            }
        }

        record Remove(String name, String reason) implements VolumeAction {}

        record Keep(String name, String reason) implements VolumeAction {}
    }

    private static String listed(List<FieldChange> changes) {
        return changes.stream().map(FieldChange::toString).collect(joining("; "));
    }
}
