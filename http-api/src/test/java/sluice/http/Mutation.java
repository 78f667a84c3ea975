package sluice.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A way to change a request; the request may happen to stay valid.
 *
 * @param name of the way, to count by
 */
record Mutation(String name, Change change) {

    private static final Mutation OF_WIRE = new Mutation("any byte", (draft, random) -> draft.wire());

    static final List<Mutation> ALL = Stream.of(
                    ByteMutations.ALL, StructureMutations.ALL, HeadMutations.ALL, List.of(OF_WIRE))
            .flatMap(List::stream)
            .toList();

    /** Changes at random. */
    interface Change {
        Wire apply(Draft draft, Random random);
    }

    /** A valid request about to be changed, and those about the same subjects that parts can be taken from. */
    record Draft(SeedRequest request, Subjects subjects, Wire wire, String body) {

        static Draft of(SeedRequest request, Subjects subjects) {
            var wire = request.about(subjects);
            return new Draft(request, subjects, wire, new String(wire.body(), StandardCharsets.UTF_8));
        }

        Wire other(Random random) {
            return any(SeedRequest.OF_CONTRACT, random).about(subjects);
        }

        Wire withBody(String other) {
            return wire.withBody(other.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether the request must have a body for this to change it. */
    boolean isOfBody() {
        return ByteMutations.ALL.contains(this) || StructureMutations.ALL.contains(this);
    }

    /** Whether any byte is changed, so that nobody can tell where the request ends but by the end of the connection. */
    boolean isOfWire() {
        return equals(OF_WIRE);
    }

    static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
