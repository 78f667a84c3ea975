package sluice.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which endpoints a stranger may have us call. A URL is judged when the endpoint is defined, and its addresses at every attempt, by
 * {@link #addresses}: a name may mean another address each time it is looked up.
 *
 * <p>One spelling of each host is taken and every other refused, since what reads a URL differently from the one who judged it is what
 * such attacks are made of: no user, fragment, trailing dot, percent sign, zone or character beyond ASCII; addresses in four decimal
 * numbers or in brackets. Ports are 443 and those from 1024 on. What the operator allows is free of the rules for public hosts.
 */
public final class TargetRules {

    private static final int MOST_CHARACTERS = 2_048;
    private static final int MOST_NAME_CHARACTERS = 253;
    private static final int HTTPS_PORT = 443;
    private static final int FIRST_FREE_PORT = 1_024;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    /** What some parser takes for an address of one to four numbers, octal and hexadecimal ones included. */
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

    /** Last labels that no public name has (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and what routers and companies use). */
    private static final Set<String> PRIVATE_NAMES = Set.of(
            "alt",
            "arpa",
            "corp",
            "example",
            "home",
            "internal",
            "intranet",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "mail",
            "onion",
            "private",
            "test");

    private final Set<String> allowedHosts;
    private final List<AddressRange> allowedRanges;

    private TargetRules(Set<String> allowedHosts, List<AddressRange> allowedRanges) {
        this.allowedHosts = Set.copyOf(allowedHosts);
        this.allowedRanges = List.copyOf(allowedRanges);
    }

    /** What became of a URL. */
    public sealed interface UrlVerdict {
        record Accepted(Target target) implements UrlVerdict {}

        /** @param reason completes the sentence "The URL …" */
        record Refused(String reason) implements UrlVerdict {}
    }

    /** What became of the addresses of a target. */
    public sealed interface AddressVerdict {
        /** @param addresses at least one; a connection is made to one of them and to nothing else */
        record Accepted(List<InetAddress> addresses) implements AddressVerdict {}

        /** Tells no address: whoever defines endpoints would learn from it how the network behind this node is laid out. */
        record Refused(String reason) implements AddressVerdict {}
    }

    /**
     * The rules, with what the operator allows besides.
     *
     * @param allowed the setting {@code sluice.webhooks.allow}: host names, addresses and CIDR ranges, separated by commas
     * @throws IllegalArgumentException naming the part that is none of these
     */
    public static TargetRules allowing(String allowed) {
        var hosts = new HashSet<String>();
        var ranges = new ArrayList<AddressRange>();
        for (var part : allowed.split(",", -1)) {
            var text = part.strip().toLowerCase(Locale.ROOT);
            if (text.isEmpty()) {
                continue;
            }
            var range = AddressRange.parse(text);
            range.ifPresent(ranges::add);
            if (range.isEmpty()) {
                if (nameProblem(text).isPresent()) {
                    throw new IllegalArgumentException("'" + part.strip()
                            + "' is neither a host name nor an address nor a CIDR range such as 10.0.0.0/8.");
                }
                hosts.add(text);
            }
        }
        return new TargetRules(hosts, ranges);
    }

    /** Judges a URL by itself; nothing is looked up. */
    public UrlVerdict url(String url) {
        if (url.length() > MOST_CHARACTERS) {
            return refused("must have at most " + MOST_CHARACTERS + " characters");
        }
        if (url.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return refused("must be printable ASCII; write a name of other characters with xn--");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return refused("is not a URL");
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return refused("must begin with https://");
        }
        if (uri.getRawFragment() != null) {
            return refused("must have no fragment");
        }
        return authority(uri, scheme.equals("https"));
    }

    private UrlVerdict authority(URI uri, boolean tls) {
        var authority = uri.getRawAuthority();
        if (authority != null && authority.indexOf('@') >= 0) {
            return refused("must have no user or password");
        }
        if (uri.getHost() == null || authority == null) {
            return refused("must have a host");
        }
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!authority.toLowerCase(Locale.ROOT).equals(uri.getPort() < 0 ? host : host + ":" + uri.getPort())) {
            return refused("has a host or port in an unusual spelling"); // 0443, or nothing after the colon
        }
        var port = uri.getPort() < 0 ? (tls ? HTTPS_PORT : 80) : uri.getPort();
        if (port == 0 || port > 65_535) {
            return refused("has a port that does not exist");
        }
        var path = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return host.startsWith("[")
                ? address(host.substring(1, host.length() - 1), port, tls, path)
                : name(host, port, tls, path);
    }

    private UrlVerdict name(String host, int port, boolean tls, String path) {
        if (AddressRange.address(host).isPresent()) {
            return address(host, port, tls, path);
        }
        var problem = nameProblem(host);
        if (problem.isPresent()) {
            return refused(problem.get());
        }
        if (allowedHosts.contains(host)) {
            return new UrlVerdict.Accepted(new Target(host, port, tls, path, true, false));
        }
        var notForStrangers = portProblem(port, tls).or(() -> privateNameProblem(host));
        if (notForStrangers.isPresent() && allowedRanges.isEmpty()) {
            return refused(notForStrangers.get());
        }
        return new UrlVerdict.Accepted(new Target(host, port, tls, path, false, notForStrangers.isPresent()));
    }

    private UrlVerdict address(String host, int port, boolean tls, String path) {
        var address = AddressRange.address(host);
        if (address.isEmpty() || (host.indexOf(':') >= 0 && address.get() instanceof Inet4Address)) {
            return refused("has an address in an unusual spelling"); // a zone, or an IPv4 address in IPv6's clothes
        }
        var target =
                new Target(host, port, tls, path, false, portProblem(port, tls).isPresent());
        if (isAllowed(address.get()) || (PublicAddresses.isPublic(address.get()) && !target.onlyAllowed())) {
            return new UrlVerdict.Accepted(target);
        }
        return refused(portProblem(port, tls).orElse("leads to an address that is not public"));
    }

    private static Optional<String> nameProblem(String host) {
        if (host.length() > MOST_NAME_CHARACTERS) {
            return Optional.of("has a host name that is too long");
        }
        var labels = List.of(host.split("\\.", -1));
        if (!labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            return Optional.of("has no valid host name");
        }
        if (NUMBER.matcher(labels.getLast()).matches()) {
            return Optional.of("has an address in an unusual spelling");
        }
        return Optional.empty();
    }

    private static Optional<String> portProblem(int port, boolean tls) {
        if (!tls) {
            return Optional.of("must begin with https://");
        }
        return port == HTTPS_PORT || port >= FIRST_FREE_PORT
                ? Optional.empty()
                : Optional.of("must have port 443, or one from 1024 on");
    }

    private static Optional<String> privateNameProblem(String host) {
        var lastLabel = host.substring(host.lastIndexOf('.') + 1);
        return host.indexOf('.') < 0 || PRIVATE_NAMES.contains(lastLabel)
                ? Optional.of("has a host name that is not public")
                : Optional.empty();
    }

    private static UrlVerdict refused(String reason) {
        return new UrlVerdict.Refused(reason);
    }

    /**
     * Judges all addresses that a target's name has now, or the one that it is. One that may not be reached refuses the others with it:
     * a name with both is an attempt to slip through.
     */
    public AddressVerdict addresses(Target target, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return new AddressVerdict.Refused("The host has no address.");
        }
        if (target.allowedByName() || addresses.stream().allMatch(address -> mayReach(target, address))) {
            return new AddressVerdict.Accepted(List.copyOf(addresses));
        }
        return new AddressVerdict.Refused("The host has an address that is not public.");
    }

    private boolean mayReach(Target target, InetAddress address) {
        return isAllowed(address) || (!target.onlyAllowed() && PublicAddresses.isPublic(address));
    }

    private boolean isAllowed(InetAddress address) {
        return allowedRanges.stream().anyMatch(range -> range.contains(address));
    }
}
