package io.vmregistry.daemon.hypervisor;

/** Hears what happens to guests. Called from one of the backend's own threads: it returns soon and never throws. */
public interface GuestListener {

    /** A guest of ours is now in this condition. Events may be repeated; none is invented. */
    void changed(MachineId id, GuestCondition condition);

    /** Events may have been missed: the backend could not be reached and now can. Ask for every guest's state again. */
    void interrupted();
}
