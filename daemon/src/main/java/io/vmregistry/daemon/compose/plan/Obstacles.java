package io.vmregistry.daemon.compose.plan;

import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.daemon.compose.plan.Present.PresentVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds everything that forbids bringing a project up, before anything is touched. */
final class Obstacles {

    private final Wanted wanted;
    private final Present present;
    private final ProjectView view;
    private final List<String> found = new ArrayList<>();

    Obstacles(Wanted wanted, Present present, ProjectView view) {
        this.wanted = wanted;
        this.present = present;
        this.view = view;
    }

    List<String> find() {
        view.machines().values().forEach(this::checkMachine);
        view.usedNetworks().forEach(this::checkNetwork);
        view.usedVolumes().forEach(this::checkVolume);
        return List.copyOf(found);
    }

    private void checkMachine(MachineSpec machine) {
        PresentMachine there = present.machines().get(machine.name());
        if (there != null && !there.isOf(wanted.project())) {
            found.add(
                    "Machine \"%s\" is not of this project but %s. Remove it with \"vmr rm %s\", or choose another project name."
                            .formatted(
                                    machine.name(),
                                    there.owner()
                                            .map(owner -> "of project \"" + owner.project() + "\"")
                                            .orElse("was made without compose"),
                                    machine.name()));
        }
    }

    private void checkNetwork(NetworkSpec network) {
        Optional<PresentNetwork> there = Optional.ofNullable(present.networks().get(network.name()));
        switch (network) {
            case NetworkSpec.External external -> {
                if (there.isEmpty()) {
                    found.add(
                            "External network \"%s\" is not there, and an external network is never created. Create it with \"vmr network create %s\"."
                                    .formatted(external.name(), external.name()));
                } else if (!there.get().active()) {
                    found.add("External network \"%s\" is not active. Activate it with \"virsh net-start %s\"."
                            .formatted(external.name(), external.name()));
                }
            }
            case NetworkSpec.Own own -> {
                if (there.isPresent() && !there.get().isOf(wanted.project())) {
                    found.add(
                            "Network \"%s\" is there already and this project did not create it. Remove it, or declare it with \"external: true\"."
                                    .formatted(own.name()));
                } else if (!view.changesOf(own).isEmpty()) {
                    view.stayingOn(own.name())
                            .ifPresent(machine -> found.add(
                                    "Network \"%s\" has to be replaced (%s) and machine \"%s\", which this call does not manage, is attached to it. Stop and remove that machine, or bring up its service as well."
                                            .formatted(
                                                    own.name(),
                                                    view.changesOf(own).getFirst(),
                                                    machine.name())));
                }
            }
        }
    }

    private void checkVolume(VolumeSpec volume) {
        Optional<PresentVolume> there = Optional.ofNullable(present.volumes().get(volume.name()));
        switch (volume) {
            case VolumeSpec.External external -> {
                if (there.isEmpty()) {
                    found.add("External volume \"%s\" is not there, and an external volume is never created."
                            .formatted(external.name()));
                }
            }
            case VolumeSpec.Own own -> {
                if (there.isPresent() && !there.get().isOf(wanted.project())) {
                    found.add(
                            "Volume \"%s\" is there already and this project did not create it.".formatted(own.name()));
                } else {
                    there.flatMap(PresentVolume::owner)
                            .map(owner -> owner.changesTo(own.configuration()))
                            .filter(changes -> !changes.isEmpty())
                            .ifPresent(changes -> found.add(
                                    "Volume \"%s\" is not as it is wanted (%s), and a volume is neither resized nor converted because that can lose data. Keep what it was, or give the volume another key."
                                            .formatted(own.name(), changes.getFirst())));
                }
            }
        }
    }
}
