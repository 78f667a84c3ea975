package sluice.load.peers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import sluice.placement.WantedOrder;

/** Sends one {@link HttpJob} from one thread over many connections. */
final class HttpLoop {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SINGLE_REQUESTS = 1 << 12;
    private static final int BULK_REQUESTS = 1 << 7;
    private static final long SEED = 20_090_331;
    private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(120);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int SAMPLED_CLOSELY = 2_000;
    private static final byte[] CREATED = HttpConnection.ascii("\"status\":201");
    private static final byte[] LOCATION = HttpConnection.ascii("Location: /v1/orders/");
    private static final byte[] ID = HttpConnection.ascii("\"order\":{\"id\":\"");
    private static final int ID_LENGTH = 36;

    private final HttpJob job;
    private final Runnable begun;
    private final Runnable ended;
    private final List<byte[]> requests;
    private final ArrayDeque<HttpConnection> idle = new ArrayDeque<>();
    private final Histogram latencies = new Histogram(LONGEST_MICROS, 3);
    private final List<String> sample = new ArrayList<>();
    private Tally.Counts counts = new Tally.Counts(0, 0, 0, 0);
    private String lastFailure = "";
    private int sent;
    private int answered;
    private int inFlight;

    /**
     * @param begun run when the lead-in is over
     * @param ended run when what counts is over
     */
    HttpLoop(HttpJob job, Runnable begun, Runnable ended) {
        this.job = job;
        this.begun = begun;
        this.ended = ended;
        this.requests = requests(job);
    }

    private static List<byte[]> requests(HttpJob job) {
        var requests = new ArrayList<byte[]>();
        int number = job.bulk() == 1 ? SINGLE_REQUESTS : BULK_REQUESTS;
        var orders = job.workload().orders(number * job.bulk(), SEED);
        for (int i = 0; i < number; i++) {
            requests.add(request(job, orders.subList(i * job.bulk(), (i + 1) * job.bulk())));
        }
        return requests;
    }

    private static byte[] request(HttpJob job, List<WantedOrder> orders) {
        var bodies = orders.stream().map(HttpLoop::body).toList();
        try {
            var body = JSON.writeValueAsString(job.bulk() == 1 ? bodies.getFirst() : Map.of("orders", bodies));
            var path = job.bulk() == 1 ? "/v1/orders" : "/v1/orders/bulk";
            return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + job.port() + "\r\nAuthorization: Bearer "
                            + job.key() + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> body(WantedOrder order) {
        var body = new LinkedHashMap<String, Object>();
        var account = order.account();
        if (account != null) {
            body.put("accountId", account.value());
        }
        body.put("currency", order.currency().getCurrencyCode());
        body.put(
                "lines",
                order.lines().stream()
                        .map(line -> Map.of(
                                "sku", line.sku().value(),
                                "quantity", line.quantity().units(),
                                "unitPrice", String.valueOf(line.unitPrice())))
                        .toList());
        return body;
    }

    HttpAnswers run() throws IOException {
        try (var selector = Selector.open()) {
            for (int i = 0; i < job.connections(); i++) {
                idle.add(HttpConnection.open(selector, job.port()));
            }
            try {
                return run(selector);
            } finally {
                for (var key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private HttpAnswers run(Selector selector) throws IOException {
        long start = System.nanoTime();
        turn(selector, start, start + TimeUnit.MILLISECONDS.toNanos(job.leadInMillis()));
        begun.run();
        latencies.reset();
        var before = counts;
        long measuredFrom = System.nanoTime();
        turn(selector, start, measuredFrom + TimeUnit.MILLISECONDS.toNanos(job.lengthMillis()));
        var measured = counts.since(before);
        long measuredTo = System.nanoTime();
        ended.run();
        var histogram = latencies.copy();
        while (inFlight > 0 && System.nanoTime() - measuredTo < PATIENCE_NANOS) {
            answers(selector, false);
        }
        if (inFlight > 0) {
            throw new IOException(inFlight + " requests were never answered");
        }
        return new HttpAnswers(measured, counts, measuredTo - measuredFrom, encoded(histogram), sample, lastFailure);
    }

    private void turn(Selector selector, long start, long until) throws IOException {
        long now = System.nanoTime();
        while (now < until) {
            if (job.perSecond() > 0) {
                long due = (long) ((now - start) * job.perSecond() / 1e9);
                while (sent < due && !idle.isEmpty()) {
                    send(idle.poll(), start + (long) (sent / job.perSecond() * 1e9));
                }
            } else {
                while (!idle.isEmpty()) {
                    send(idle.poll(), System.nanoTime());
                }
            }
            answers(selector, job.perSecond() == 0);
            now = System.nanoTime();
        }
    }

    private void send(HttpConnection connection, long asOfNanos) throws IOException {
        connection.send(requests.get(sent++ % requests.size()), asOfNanos);
        inFlight++;
    }

    /** Takes what answers there are, after a moment at most. */
    private void answers(Selector selector, boolean goOn) throws IOException {
        selector.select(
                key -> {
                    try {
                        var connection = (HttpConnection) key.attachment();
                        if (connection.proceed()) {
                            take(connection);
                            inFlight--;
                            if (goOn) {
                                send(connection, System.nanoTime());
                            } else {
                                idle.add(connection);
                            }
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                1);
    }

    private void take(HttpConnection connection) {
        long tookMicros = (System.nanoTime() - connection.sentNanos()) / 1_000;
        latencies.recordValue(Math.clamp(tookMicros, 0, LONGEST_MICROS));
        int status = connection.status();
        int orders = job.bulk();
        var found = switch (status) {
            case 201 -> new Tally.Counts(1, 0, 0, 0);
            case 409 -> new Tally.Counts(0, 1, 0, 0);
            case 200 -> {
                int created = connection.count(CREATED);
                yield new Tally.Counts(created, 0, 0, orders - created);
            }
            case 503 -> new Tally.Counts(0, 0, 0, orders); // may say that nothing was done; counted as unknown
            default -> new Tally.Counts(0, 0, orders, 0);
        };
        counts = counts.plus(found);
        if (found.accepted() < orders) {
            lastFailure = connection.answer();
        }
        answered++;
        if (found.accepted() > 0 && answered % (sample.size() < SAMPLED_CLOSELY ? 4 : 512) == 0) {
            var id = connection.behind(job.bulk() == 1 ? LOCATION : ID, ID_LENGTH);
            if (!id.isEmpty()) {
                sample.add(id);
            }
        }
    }

    private static String encoded(Histogram histogram) {
        var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
