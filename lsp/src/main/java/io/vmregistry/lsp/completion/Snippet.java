package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.outline.Place;
import io.vmregistry.spec.schema.DocumentKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of a document with parts to fill in.
 *
 * @param text in the protocol's snippet syntax, indented as if it stood at the line's start
 */
record Snippet(String label, String detail, String text) {

    private static final Snippet VMFILE = new Snippet("VMFile", "a whole VMFile", """
            apiVersion: vmregistry.io/v1alpha1
            kind: VMFile
            metadata:
              name: ${1:myuser/my-vm}
            spec:
              diskImage: ${2:disk.qcow2}
              diskFormat: ${3|qcow2,raw,iso|}
              resources:
                cpu: ${4:2}
                memory: ${5:2GiB}
            $0""");

    private static final Snippet VMCOMPOSE = new Snippet("VMCompose", "a whole VMCompose file", """
            apiVersion: vmregistry.io/v1alpha1
            kind: VMCompose
            networks:
              ${1:private}:
                mode: nat
                subnet: ${2:192.168.70.0/24}
            services:
              ${3:web}:
                image: ${4:myuser/web:latest}
                networks:
                  - name: ${1:private}
            $0""");

    private static final Snippet SERVICE = new Snippet("service", "a service", """
            ${1:name}:
              image: ${2:myuser/image:latest}
              resources:
                cpu: ${3:2}
                memory: ${4:2GiB}
              $0""");

    private static final Snippet NETWORK = new Snippet("network", "a network with a subnet", """
            ${1:private}:
              mode: ${2|nat,isolated,routed,open|}
              subnet: ${3:192.168.70.0/24}
              $0""");

    private static final Snippet BRIDGE = new Snippet("network (bridge)", "a network on a bridge of the host", """
            ${1:lan}:
              mode: bridge
              bridge: ${2:br0}
            $0""");

    private static final Snippet VOLUME = new Snippet("volume", "a data disk", """
            ${1:data}:
              size: ${2:10GiB}
            $0""");

    private static final Snippet CLOUD_INIT =
            new Snippet("cloudInit (user data)", "cloud-init with inline user data", """
            cloudInit:
              userData: |
                #cloud-config
                packages:
                  - ${1:nginx}
            $0""");

    private static final Snippet CHECK_TCP = new Snippet("healthcheck (tcp)", "healthy when a port answers", """
            healthcheck:
              tcp: ${1:22}
              interval: ${2:5s}
              retries: ${3:20}
            $0""");

    private static final Snippet CHECK_HTTP = new Snippet("healthcheck (http)", "healthy when a page answers", """
            healthcheck:
              http: {port: ${1:80}, path: ${2:/}}
              interval: ${3:5s}
            $0""");

    /** Those that fit a place and repeat nothing that is there. */
    static List<Snippet> at(DocumentKind kind, Place place) {
        List<String> path = place.path();
        if (path.isEmpty()) {
            return place.siblings().isEmpty() ? List.of(kind == DocumentKind.VMFILE ? VMFILE : VMCOMPOSE) : List.of();
        }
        if (kind == DocumentKind.VMFILE) {
            return List.of();
        }
        String first = path.getFirst();
        if (path.size() == 1) {
            return switch (first) {
                case "services" -> List.of(SERVICE);
                case "networks" -> List.of(NETWORK, BRIDGE);
                case "volumes" -> List.of(VOLUME);
                default -> List.of();
            };
        }
        return first.equals("services") && path.size() == 2 ? ofService(place) : List.of();
    }

    private static List<Snippet> ofService(Place place) {
        return Stream.of(CLOUD_INIT, CHECK_TCP, CHECK_HTTP)
                .filter(snippet -> place.siblings().stream()
                        .noneMatch(key -> snippet.label().startsWith(key + " ")))
                .toList();
    }
}
