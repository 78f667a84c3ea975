package sluice.load.peers;

import java.util.Arrays;
import java.util.List;

/** What is measured, in the sequence of the report. */
@SuppressWarnings("ImmutableEnumChecker") // a workload is a record of numbers
enum Scenario {
    HOT_SKU_CREDIT("hot-sku-credit", Transport.IN_PROCESS, new Workload(1, 10_000, 1, Workload.ENOUGH), 500),
    HOT_SKU_GUEST("hot-sku-guest", Transport.IN_PROCESS, new Workload(1, 0, 1, Workload.ENOUGH), 500),
    UNIFORM_1_LINE("uniform-1-line", Transport.IN_PROCESS, new Workload(10_000, 10_000, 1, Workload.ENOUGH), 500),
    UNIFORM_5_LINES("uniform-5-lines", Transport.IN_PROCESS, new Workload(10_000, 10_000, 5, Workload.ENOUGH), 500),
    SOLD_OUT("sold-out", Transport.IN_PROCESS, new Workload(1, 0, 1, 0), 500),
    ONE_IN_FLIGHT("one-in-flight", Transport.IN_PROCESS, new Workload(10_000, 10_000, 1, Workload.ENOUGH), 1),
    SIXTEEN_IN_FLIGHT("sixteen-in-flight", Transport.IN_PROCESS, new Workload(10_000, 10_000, 1, Workload.ENOUGH), 16),
    HTTP_HOT_SKU("http-hot-sku", Transport.HTTP, new Workload(1, 10_000, 1, Workload.ENOUGH), 500),
    /** Eight requests of a hundred orders. */
    HTTP_BULK_100("http-bulk-100", Transport.HTTP_BULK, new Workload(10_000, 10_000, 1, Workload.ENOUGH), 8),
    RECOVERY("recovery-million-claims", Transport.IN_PROCESS, new Workload(1, 0, 1, Workload.ENOUGH), 500);

    /** How orders get to a side. */
    enum Transport {
        IN_PROCESS,
        HTTP,
        HTTP_BULK
    }

    /** Requests of the function's that are tried, so that it is measured at its best. */
    private static final List<Integer> CONCURRENCIES = List.of(1, 4, 16, 64);

    static final List<Scenario> FIRST_FOUR = List.of(HOT_SKU_CREDIT, HOT_SKU_GUEST, UNIFORM_1_LINE, UNIFORM_5_LINES);

    private final String title;
    private final Transport transport;
    private final Workload workload;
    private final int inFlight;

    Scenario(String title, Transport transport, Workload workload, int inFlight) {
        this.title = title;
        this.transport = transport;
        this.workload = workload;
        this.inFlight = inFlight;
    }

    /** @throws IllegalArgumentException if no scenario has this title */
    static Scenario titled(String title) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario " + title));
    }

    String title() {
        return title;
    }

    Transport transport() {
        return transport;
    }

    Workload workload() {
        return workload;
    }

    /** Requests of the engine's in flight. */
    int inFlight() {
        return inFlight;
    }

    /** The concurrencies to try the function at: where the requests in flight are few by definition, no more than those. */
    List<Integer> concurrencies() {
        return isFewInFlight()
                ? CONCURRENCIES.stream().filter(each -> each <= inFlight).toList()
                : CONCURRENCIES;
    }

    /** Requests of the function's in flight, of which {@code concurrency} are in the database. */
    int inFlightOfFunction(int concurrency) {
        return transport == Transport.HTTP_BULK || isFewInFlight() ? inFlight : concurrency;
    }

    private boolean isFewInFlight() {
        return this == ONE_IN_FLIGHT || this == SIXTEEN_IN_FLIGHT;
    }

    /** Whether every order is to be refused for want of stock. */
    boolean isSoldOut() {
        return this == SOLD_OUT;
    }

    /** Whether it is about how long one order takes, and not how many there are a second. */
    boolean isOfLatency() {
        return this == ONE_IN_FLIGHT;
    }

    boolean hasOpenLoop() {
        return this == HOT_SKU_CREDIT || this == UNIFORM_1_LINE || this == HTTP_HOT_SKU;
    }

    boolean hasSweep() {
        return this == HOT_SKU_CREDIT || this == UNIFORM_1_LINE;
    }

    boolean hasOtherOpponents() {
        return FIRST_FOUR.contains(this);
    }
}
