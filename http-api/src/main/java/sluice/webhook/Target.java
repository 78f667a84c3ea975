package sluice.webhook;

/**
 * Where an endpoint is, after its URL was found acceptable. The addresses behind the name are not part of it: they are looked up and
 * judged at every attempt.
 *
 * @param host the name in lower case, or an address without brackets
 * @param path with the query, as the URL has them; begins with a slash
 * @param allowedByName whether the operator allows the host, whatever its address
 * @param onlyAllowed whether each of its addresses must be in a range that the operator allows, being public is not enough: plain
 *     HTTP, names that mean something on a private network only, ports of other services
 */
public record Target(String host, int port, boolean tls, String path, boolean allowedByName, boolean onlyAllowed) {

    /** As in the header {@code Host}, without the port that its scheme implies. */
    String authority() {
        var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** Without path and query, which may hold a token of the receiver's. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
