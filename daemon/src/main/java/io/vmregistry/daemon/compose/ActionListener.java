package io.vmregistry.daemon.compose;

/** Hears of actions while they happen, one event at a time. It may block, and then everything waits for it. */
@FunctionalInterface
public interface ActionListener {

    /** Hears nothing. */
    ActionListener SILENT = event -> {};

    void on(ActionEvent event);
}
