package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.http.TestApi.Reply;

/** A client of the stream of events, as the HTML standard has one: what is cut off in the middle does not count. */
final class EventClient implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int status;
    private final InputStream body;
    private final BlockingQueue<Block> blocks = new LinkedBlockingQueue<>();
    private volatile boolean cut;

    /**
     * A block of the stream.
     *
     * @param id the position it tells, or -1
     * @param type and data: null where it is no event
     * @param comment whether it has one
     */
    record Block(long id, @Nullable String type, @Nullable String data, boolean comment, boolean end) {

        boolean isEvent() {
            return data != null;
        }

        String dataText() {
            if (data == null) {
                throw new AssertionError("not an event: " + this);
            }
            return data;
        }
    }

    private EventClient(HttpResponse<InputStream> response, boolean reads) {
        this.status = response.statusCode();
        this.body = response.body();
        if (reads) {
            read();
        }
    }

    /** Opens the stream at {@code url}; {@code headers} in pairs. */
    static EventClient open(String url, String key, String query, String... headers) {
        return open(url, key, query, true, headers);
    }

    /** The same; it takes nothing in until {@link #read} is called. */
    static EventClient openIdle(String url, String key, String query) {
        return open(url, key, query, false);
    }

    private static EventClient open(String url, String key, String query, boolean reads, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + "/v1/events" + query))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key);
        for (int index = 0; index < headers.length; index += 2) {
            request.header(headers[index], headers[index + 1]);
        }
        try {
            return new EventClient(CLIENT.send(request.build(), BodyHandlers.ofInputStream()), reads);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    int status() {
        return status;
    }

    void read() {
        Thread.ofPlatform().daemon().name("event-client").start(this::readAll);
    }

    private void readAll() {
        long id = -1;
        String type = null;
        String data = null;
        boolean comment = false;
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    blocks.add(new Block(id, type, data, comment, false));
                    id = -1;
                    type = null;
                    data = null;
                    comment = false;
                } else if (line.startsWith(":")) {
                    comment = true;
                } else if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            blocks.add(new Block(-1, null, null, false, true));
        } catch (IOException broken) {
            cut = true; // by this side, or by the server without an end
        }
    }

    /** Whether the stream broke off instead of ending. */
    boolean wasCut() {
        return cut;
    }

    /** The next block for which {@code wanted} holds. */
    Block next(Predicate<Block> wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var block = blocks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (block == null) {
                throw new AssertionError("nothing came in " + patience);
            }
            if (wanted.test(block)) {
                return block;
            }
        }
    }

    /** Begins to read, until the stream breaks off. */
    void awaitCut(Duration patience) throws InterruptedException {
        read();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!cut) {
            if (taken().stream().anyMatch(Block::end) || System.nanoTime() > deadline) {
                throw new AssertionError("the stream was not cut");
            }
            Thread.sleep(10);
        }
    }

    Block nextEvent() throws InterruptedException {
        return next(Block::isEvent, Duration.ofSeconds(10));
    }

    /** What has come and was not taken yet. */
    List<Block> taken() {
        var taken = new ArrayList<Block>();
        blocks.drainTo(taken);
        return taken;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException closing) {
            throw new UncheckedIOException(closing);
        }
    }

    /** All events of a stream that ends; asks again while streams that were closed before still count. */
    static List<Block> all(String url, String key, String query, String... headers) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        var admitted = open(url, key, query, headers);
        while (admitted.status() == 429 && System.nanoTime() < deadline) {
            admitted.close();
            Thread.sleep(10);
            admitted = open(url, key, query, headers);
        }
        try (var client = admitted) {
            assertEquals(200, client.status());
            var events = new ArrayList<Block>();
            for (var block = client.next(each -> true, Duration.ofSeconds(20));
                    !block.end();
                    block = client.next(each -> true, Duration.ofSeconds(20))) {
                if (block.isEvent()) {
                    events.add(block);
                }
            }
            return events;
        }
    }

    /** The refusal, where the stream is refused. */
    static Reply refusal(String url, String key, String query) {
        return TestApi.sendTo(url, key, "GET", "/v1/events" + query, "");
    }
}
