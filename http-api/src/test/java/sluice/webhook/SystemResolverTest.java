package sluice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemResolverTest {

    private static final InetAddress[] FOUND = {InetAddress.getLoopbackAddress()};

    @Test
    void name_hasTheSystemsAddresses() throws Exception {
        try (var resolver = new SystemResolver()) {
            assertEquals(List.of(InetAddress.getAllByName("localhost")), get(resolver, "localhost"));
        }
    }

    @Test
    void nameWithoutAddress_fails() {
        try (var resolver = new SystemResolver(host -> {
            throw new UnknownHostException(host);
        })) {
            var failed = assertThrows(ExecutionException.class, () -> get(resolver, "nowhere.example.com"));
            assertInstanceOf(UnknownHostException.class, failed.getCause());
        }
    }

    @Test
    void namesThatNobodyAnswersFor_keepNoProvenOneWaiting_andThoseGivenUpAreNotLookedUp() throws Exception {
        var free = new CountDownLatch(1);
        Set<String> lookedUp = ConcurrentHashMap.newKeySet();
        try (var resolver = new SystemResolver(host -> {
            lookedUp.add(host);
            if (host.startsWith("dead")) {
                awaitUninterrupted(free);
            }
            return FOUND;
        })) {
            get(resolver, "proven.example.com");
            var dead = new ArrayList<CompletableFuture<List<InetAddress>>>();
            for (var i = 0; i < 1_000; i++) {
                dead.add(resolver.addresses("dead" + i).toCompletableFuture());
            }
            assertEquals(List.of(FOUND), get(resolver, "proven.example.com"));
            dead.forEach(one -> one.cancel(false));
            free.countDown();
            get(resolver, "new.example.com"); // behind all of them
            assertFalse(lookedUp.contains("dead999"));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<InetAddress> get(SystemResolver resolver, String host) throws Exception {
        return resolver.addresses(host).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
