package sluice.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The system's own look-up, which blocks a thread for as long as a name server is silent. Names that were looked up quickly the last
 * time have threads of their own, so that thousands of dead names keep none of the living waiting: they keep each other waiting, and
 * beyond a queue they are refused.
 */
public final class SystemResolver implements Resolver, AutoCloseable {

    private static final int THREADS_A_LANE = 8;
    private static final int QUEUE = 10_000;
    private static final int MOST_REMEMBERED = 100_000;
    private static final long QUICK_NANOS = Duration.ofMillis(500).toNanos();

    /** Looks a name up, and blocks until that is done. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final LookUp names;
    private final ThreadPoolExecutor quick = lane("webhook-names-quick");
    private final ThreadPoolExecutor unproven = lane("webhook-names-unproven");
    private final Map<String, Boolean> quickNames = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    public SystemResolver() {
        this(InetAddress::getAllByName);
    }

    SystemResolver(LookUp names) {
        this.names = names;
    }

    private static ThreadPoolExecutor lane(String name) {
        var lane = new ThreadPoolExecutor(
                THREADS_A_LANE,
                THREADS_A_LANE,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String host) {
        var found = new CompletableFuture<List<InetAddress>>();
        Executor lane = quickNames.containsKey(host) ? quick : unproven;
        try {
            lane.execute(() -> lookUp(host, found));
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(e);
        }
        return found;
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
        if (found.isDone()) {
            return; // given up while it waited
        }
        var begun = System.nanoTime();
        try {
            var addresses = Arrays.asList(names.addresses(host));
            remember(host, System.nanoTime() - begun < QUICK_NANOS);
            found.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            remember(host, false);
            found.completeExceptionally(e);
        }
    }

    private void remember(String host, boolean isQuick) {
        if (isQuick) {
            quickNames.put(host, true);
        } else {
            quickNames.remove(host);
        }
    }

    @Override
    public void close() {
        quick.shutdownNow();
        unproven.shutdownNow();
    }
}
