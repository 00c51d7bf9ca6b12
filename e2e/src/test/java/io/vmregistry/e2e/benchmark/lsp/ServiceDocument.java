package io.vmregistry.e2e.benchmark.lsp;

import org.eclipse.lsp4j.Position;

/** A VMCompose file of many services of {@value #LINES} lines each, and the places in it where somebody types. */
record ServiceDocument(int services) {

    static final int LINES = 20;
    private static final int HEAD = 5;
    private static final int GROUP = 10;
    private static final int REPLICAS_LINE = 2;
    private static final int CPU_LINE = 4;

    String text() {
        StringBuilder text = new StringBuilder("""
                apiVersion: vmregistry.io/v1alpha1
                kind: VMCompose
                networks:
                  net: {mode: nat, subnet: 10.0.0.0/8}
                services:
                """);
        for (int index = 0; index < services; index++) {
            text.append(service(index));
        }
        return text.toString();
    }

    /** Services depend on their neighbour, in short chains as real files have them. */
    private static String service(int index) {
        String order = index % GROUP == 0 ? "profiles: [full]" : "dependsOn: [%s]".formatted(name(index - 1));
        return """
                  %1$s:
                    image: me/app:1
                    replicas: 1
                    resources:
                      cpu: 2
                      memory: 1GiB
                    networks:
                      - name: net
                    %2$s
                    labels:
                      tier: web
                      owner: us
                    healthcheck:
                      tcp: 80
                      interval: 5s
                      retries: 20
                    cloudInit:
                      userData: |
                        #cloud-config
                        hostname: %1$s
                """.formatted(name(index), order);
    }

    private static String name(int index) {
        return "s%05d".formatted(index);
    }

    /** Behind the number of processors of a service: one more letter makes it wrong. */
    Position processors(int service) {
        return new Position(line(service, CPU_LINE), "      cpu: 2".length());
    }

    /** At the end of a line below which a key may stand. */
    Position replicas(int service) {
        return new Position(line(service, REPLICAS_LINE), "    replicas: 1".length());
    }

    private static int line(int service, int line) {
        return HEAD + service * LINES + line;
    }
}
