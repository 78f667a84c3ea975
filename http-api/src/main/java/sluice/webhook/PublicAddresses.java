package sluice.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses anybody may reach anyhow, so that reaching them on a stranger's behalf gives nothing away. From the special-purpose
 * registries of IANA (RFC 6890 and what came after), and the one public address that a cloud gives its own service.
 */
final class PublicAddresses {

    private static final List<AddressRange> NOT_PUBLIC_IPV4 = AddressRange.of(
            "0.0.0.0/8", // this network; Linux takes 0.0.0.0 for itself
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT; a cloud's metadata at 100.100.100.200
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // a cloud's metadata, though the address is a public one
            "169.254.0.0/16", // link-local; metadata of most clouds at 169.254.169.254
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments; a cloud's metadata at 192.0.0.192
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarking
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** Everything else is reserved, unspecified, loopback, mapped, unique-local, link-local, site-local or multicast. */
    private static final List<AddressRange> GLOBAL_IPV6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> NOT_PUBLIC_IPV6 = AddressRange.of(
            "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID, which embed or stand for others
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which embeds an IPv4 address
            "3fff::/20"); // documentation

    /** An IPv4 address behind a translator of the network's: as public as the one that the last four bytes are. */
    private static final List<AddressRange> NAT64 = AddressRange.of("64:ff9b::/96");

    /** Interface ids of ISATAP, bytes 8 to 11 without the bit that says whether they are unique; the IPv4 address follows. */
    private static final byte[] ISATAP = {0, 0, 0x5e, (byte) 0xfe};

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return !isIn(NOT_PUBLIC_IPV4, address);
        }
        if (isIn(NAT64, address)) {
            return isPublic(lastFourBytes(address));
        }
        return isIn(GLOBAL_IPV6, address) && !isIn(NOT_PUBLIC_IPV6, address) && !isIsatap(address);
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isIsatap(InetAddress address) {
        var id = Arrays.copyOfRange(address.getAddress(), 8, 12);
        id[0] &= (byte) 0xfd;
        return Arrays.equals(id, ISATAP);
    }

    private static InetAddress lastFourBytes(InetAddress address) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
        } catch (UnknownHostException e) {
            throw new AssertionError("Four bytes are an address", e);
        }
    }
}
