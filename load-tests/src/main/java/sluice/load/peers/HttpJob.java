package sluice.load.peers;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the client's process is to send.
 *
 * @param perSecond requests at a fixed rate; 0 for as many as {@code connections} can carry
 * @param bulk orders in a request; 1 sends them singly
 */
record HttpJob(
        @JsonProperty("port") int port,
        @JsonProperty("key") String key,
        @JsonProperty("connections") int connections,
        @JsonProperty("perSecond") double perSecond,
        @JsonProperty("bulk") int bulk,
        @JsonProperty("workload") Workload workload,
        @JsonProperty("leadInMillis") long leadInMillis,
        @JsonProperty("lengthMillis") long lengthMillis) {}
