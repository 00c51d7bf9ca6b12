package io.vmregistry.daemon.compose;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.compose.plan.Action;
import java.util.function.Consumer;

/** Does one action. Several are done at a time, from different threads. */
@FunctionalInterface
interface ActionPerformer {

    /**
     * Does an action and comes back when it is done.
     *
     * @return what the user should know although it was done; empty when there is nothing
     * @throws InterruptedException when the call was cancelled and the action could be left
     */
    String perform(Action action, Consumer<TransferProgress> progress) throws InterruptedException;
}
