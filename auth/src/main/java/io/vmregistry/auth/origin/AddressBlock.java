package io.vmregistry.auth.origin;

import java.net.InetAddress;
import java.util.Optional;

/** A block of addresses of one family, {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a block of one. */
public record AddressBlock(InetAddress first, int prefixLength) {

    public AddressBlock {
        if (prefixLength < 0 || prefixLength > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("/%d is no prefix of %s".formatted(prefixLength, first));
        }
    }

    /** Empty when the text is neither a block nor an address. Names are not looked up. */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int whole = first.getAddress().length * Byte.SIZE;
            return Optional.of(
                    new AddressBlock(first, slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] wanted = first.getAddress();
        byte[] given = address.getAddress();
        if (wanted.length != given.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((wanted[bit / Byte.SIZE] ^ given[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
