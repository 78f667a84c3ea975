package sluice.load.peers;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What the client's process was answered.
 *
 * @param measured what was answered between lead-in and end
 * @param all what was answered at all
 * @param measuredNanos how long that was
 * @param latencies an HdrHistogram of microseconds, compressed, in Base64
 * @param sample ids of some orders that were acknowledged
 */
record HttpAnswers(
        @JsonProperty("measured") Tally.Counts measured,
        @JsonProperty("all") Tally.Counts all,
        @JsonProperty("measuredNanos") long measuredNanos,
        @JsonProperty("latencies") String latencies,
        @JsonProperty("sample") List<String> sample,
        @JsonProperty("lastFailure") String lastFailure) {}
