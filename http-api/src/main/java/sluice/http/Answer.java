package sluice.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** How a request is answered, before it is written as HTTP. */
sealed interface Answer {

    int status();

    Map<String, String> headers();

    /** The same with more headers; they win over those of the same name. */
    Answer withHeaders(Map<String, String> more);

    /** What was asked for, written as JSON. */
    record Resource(int status, Map<String, String> headers, Object body) implements Answer {

        static Resource ok(Object body) {
            return new Resource(200, Map.of(), body);
        }

        /** The state of something that has a version, which is told as its ETag. */
        static Resource versioned(int status, long version, Object body) {
            return new Resource(status, Map.of("ETag", '"' + Long.toString(version) + '"'), body);
        }

        Resource withHeader(String name, String value) {
            return withHeaders(Map.of(name, value));
        }

        @Override
        public Resource withHeaders(Map<String, String> more) {
            return new Resource(status, plus(headers, more), body);
        }

        /** Says so where an earlier request had the effect and this is its answer again. */
        Resource replayed(boolean replayed) {
            return replayed ? withHeader("Idempotent-Replayed", "true") : this;
        }
    }

    /** What is served as it is: a file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and only ever written
    record Content(int status, Map<String, String> headers, ContentType type, byte[] bytes) implements Answer {

        @Override
        public Content withHeaders(Map<String, String> more) {
            return new Content(status, plus(headers, more), type, bytes);
        }
    }

    /**
     * What comes bit by bit, for as long as its reader likes; see {@link OpenStreams}.
     *
     * @param end completes when it has ended, for whatever reason
     */
    record Stream(
            Map<String, String> headers,
            ContentType type,
            Source<ByteString, NotUsed> chunks,
            CompletionStage<Done> end)
            implements Answer {

        /** One that is not open yet. */
        static Stream of(ContentType type, Source<ByteString, NotUsed> chunks) {
            return new Stream(Map.of(), type, chunks, new CompletableFuture<>());
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Stream withHeaders(Map<String, String> more) {
            return new Stream(plus(headers, more), type, chunks, end);
        }
    }

    /**
     * A refusal, written as a problem.
     *
     * @param members what a program needs to know beyond the problem's name
     */
    record Refusal(Problem problem, String detail, Map<String, Object> members, Map<String, String> headers)
            implements Answer {

        private static final int MAX_FAULTS_TOLD = 100; // a body of 256 KiB has room for tens of thousands

        static Refusal of(Problem problem, String detail) {
            return new Refusal(problem, detail, Map.of(), retryAfter(problem));
        }

        static Refusal of(List<Fault> faults) {
            var more = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more, see errors)";
            return of(Problem.INVALID_REQUEST, faults.getFirst().sentence() + more)
                    .with("errors", faults.subList(0, Math.min(faults.size(), MAX_FAULTS_TOLD)));
        }

        /** Nothing was done and nothing will be. */
        static Refusal notDone(String why) {
            return of(Problem.UNAVAILABLE, why).with("outcome", "none");
        }

        static Refusal outcomeUnknown(String why) {
            return of(Problem.OUTCOME_UNKNOWN, why).with("outcome", "unknown");
        }

        Refusal with(String member, Object value) {
            var all = new LinkedHashMap<>(members);
            all.put(member, value);
            return new Refusal(problem, detail, all, headers);
        }

        Refusal withHeader(String name, String value) {
            return withHeaders(Map.of(name, value));
        }

        @Override
        public Refusal withHeaders(Map<String, String> more) {
            return new Refusal(problem, detail, members, plus(headers, more));
        }

        @Override
        public int status() {
            return problem.status();
        }

        private static Map<String, String> retryAfter(Problem problem) {
            return switch (problem) {
                case UNAVAILABLE, OVERLOADED, OUTCOME_UNKNOWN, REQUEST_IN_FLIGHT, TOO_MANY_AT_ONCE ->
                    Map.of("Retry-After", "1");
                default -> Map.of();
            };
        }
    }

    private static Map<String, String> plus(Map<String, String> headers, Map<String, String> more) {
        var all = new HashMap<>(headers);
        all.putAll(more);
        return all;
    }
}
