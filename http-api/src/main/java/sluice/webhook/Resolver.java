package sluice.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Looks names up. */
@FunctionalInterface
public interface Resolver {

    /** All addresses of a name, the preferred first; fails if it has none or nobody answers. May take as long as it wants. */
    CompletionStage<List<InetAddress>> addresses(String host);
}
