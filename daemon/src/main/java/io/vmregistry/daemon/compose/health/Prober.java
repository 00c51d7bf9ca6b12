package io.vmregistry.daemon.compose.health;

import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.spec.compose.Healthcheck;
import java.util.Optional;

/** Looks once whether a machine's guest does its work. Made for one start of one machine. */
interface Prober {

    /** Empty when it does; otherwise why not. Takes no longer than the check's timeout. */
    Optional<String> probe(Machine machine, Healthcheck check);
}
