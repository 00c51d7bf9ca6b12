package io.vmregistry.spec.net;

/** Addresses from {@code start} to {@code end}, both included. */
public record AddressRange(Ipv4Address start, Ipv4Address end) {

    public AddressRange {
        if (end.compareTo(start) < 0) {
            throw new IllegalArgumentException("a range cannot end before it starts: " + start + "-" + end);
        }
    }

    public boolean contains(Ipv4Address address) {
        return start.compareTo(address) <= 0 && address.compareTo(end) <= 0;
    }

    @Override
    public String toString() {
        return start + "-" + end;
    }
}
