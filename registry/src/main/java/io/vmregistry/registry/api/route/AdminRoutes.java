package io.vmregistry.registry.api.route;

import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.upkeep.SweepText;
import io.vmregistry.registry.upkeep.Upkeep;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.GarbageCollector.UnreadableManifestException;
import io.vmregistry.store.gc.StoreSweep.Report;

/** {@code POST admin/gc}: garbage collection now, or with {@code ?dry-run=true} what it would free. */
final class AdminRoutes {

    private final Gate gate;
    private final Upkeep upkeep;

    AdminRoutes(Gate gate, Upkeep upkeep) {
        this.gate = gate;
        this.upkeep = upkeep;
    }

    void collect(Exchange exchange) {
        exchange.admit(gate, new Need.Administer());
        Mode mode = mode(exchange.query("dry-run"));
        Report report;
        try {
            report = upkeep.run(mode)
                    .orElseThrow(() -> new ApiException(
                            409, ErrorCode.GC_RUNNING, "garbage collection is running; ask again when it is done"));
        } catch (UnreadableManifestException e) {
            throw new ApiException(409, ErrorCode.MANIFEST_INVALID, String.valueOf(e.getMessage()));
        }
        exchange.send(200, SweepText.json(report));
    }

    private static Mode mode(String dryRun) {
        return switch (dryRun) {
            case "", "false" -> Mode.SWEEP;
            case "true" -> Mode.DRY_RUN;
            default -> throw new ApiException(400, ErrorCode.QUERY_INVALID, "dry-run is true or false");
        };
    }
}
