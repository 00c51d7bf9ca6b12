package io.vmregistry.store.filesystem;

/** What an acknowledgement of the filesystem store is worth. */
public enum Durability {
    /** It survives the loss of the machine's power: files and directories are synced before it is given. */
    FSYNC,
    /** It survives the loss of the process only. For tests, and for caches that can be filled again. */
    NONE
}
