package sluice.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses that begin with the same bits: CIDR notation.
 *
 * @param first an address of it
 * @param prefixBits how many bits are the same
 */
record AddressRange(InetAddress first, int prefixBits) {

    /** Nothing but four decimal numbers without leading zeros: what else parsers take for an address differs among them. */
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    /** Enough to keep the JDK from taking it for a name and looking it up; that it is well-formed, the JDK says. */
    private static final Pattern IPV6_LIKE = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");

    /** Reads an address as it is written; empty if it is none, or a name. An IPv4-mapped one is read as the IPv4 address it maps. */
    static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6_LIKE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code 10.0.0.0/8}, or one address. */
    static Optional<AddressRange> parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            return address(text).map(one -> new AddressRange(one, bits(one)));
        }
        var prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches()) {
            return Optional.empty();
        }
        var bits = Integer.parseInt(prefix);
        return address(text.substring(0, slash))
                .filter(address -> bits <= bits(address))
                .map(address -> new AddressRange(address, bits));
    }

    /** Ranges that are written in the program. */
    static List<AddressRange> of(String... ranges) {
        return Stream.of(ranges)
                .map(range -> parse(range).orElseThrow(() -> new IllegalArgumentException(range)))
                .toList();
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    boolean contains(InetAddress address) {
        var ours = first.getAddress();
        var theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (var bit = 0; bit < prefixBits; bit += 8) {
            var shift = Math.max(0, 8 - (prefixBits - bit));
            if ((ours[bit / 8] ^ theirs[bit / 8]) >> shift != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefixBits;
    }
}
