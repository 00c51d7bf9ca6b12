package io.vmregistry.spec.net;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the host that leads to one of the guest: {@code [address:]hostPort:guestPort[/tcp|/udp]}.
 *
 * @param hostAddress where the host listens; empty means on all its addresses
 */
public record PortMapping(Optional<Ipv4Address> hostAddress, int hostPort, int guestPort, Protocol protocol) {

    public static final int MAX_PORT = 65_535;

    private static final Pattern FORM = Pattern.compile("(?:([0-9.]{7,15}):)?([0-9]{1,5}):([0-9]{1,5})(?:/(tcp|udp))?");

    /** What travels through the port. */
    public enum Protocol {
        TCP,
        UDP;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PortMapping {
        if (!isPort(hostPort) || !isPort(guestPort)) {
            throw new IllegalArgumentException("a port is 1 to 65535: " + hostPort + ":" + guestPort);
        }
        hostAddress = hostAddress.filter(address -> !address.equals(Ipv4Address.ANY));
    }

    /** Empty when the text is no mapping. */
    public static Optional<PortMapping> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String listen = matcher.group(1);
        Optional<Ipv4Address> address = listen == null ? Optional.empty() : Ipv4Address.parse(listen);
        int host = Integer.parseInt(matcher.group(2));
        int guest = Integer.parseInt(matcher.group(3));
        if ((listen != null && address.isEmpty()) || !isPort(host) || !isPort(guest)) {
            return Optional.empty();
        }
        Protocol protocol = "udp".equals(matcher.group(4)) ? Protocol.UDP : Protocol.TCP;
        return Optional.of(new PortMapping(address, host, guest, protocol));
    }

    public static boolean isPort(int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    /** Whether the host could not listen for both. */
    public boolean collidesWith(PortMapping other) {
        return protocol == other.protocol
                && hostPort == other.hostPort
                && (hostAddress.isEmpty() || other.hostAddress.isEmpty() || hostAddress.equals(other.hostAddress));
    }

    @Override
    public String toString() {
        return hostAddress.map(address -> address + ":").orElse("") + hostPort + ":" + guestPort + "/"
                + protocol.label();
    }
}
