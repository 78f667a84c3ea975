package sluice.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.placement.Placing.HAT;
import static sluice.placement.Placing.TEE;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.journal.Birth;
import sluice.placement.PlacementStep.AskClaim;
import sluice.value.Quantity;

class DeskTest {

    private static final String[] BEGINNING = {"#1 begins", "#1 Claim tee", "#1 Claim hat", "#1 Pledge acme"};
    private static final String[] BEGINNING_OF_2 = {"#2 begins", "#2 Claim tee", "#2 Claim hat", "#2 Pledge acme"};
    private static final String[] RELEASE = {"#1 Release tee", "#1 Release hat", "#1 Release acme"};
    private static final String[] RELEASE_BUT_TEE = {"#1 Release hat", "#1 Release acme"};
    private static final String[] PLACED = {"#1 Vouch tee", "#1 Vouch hat", "#1 Vouch acme", "#1 placed"};

    /** What happens to a desk, and all that it does then. */
    record Told(String name, Consumer<Desking> told, List<String> said) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Told when(String name, Consumer<Desking> told, Object... said) {
        var all = Stream.of(said)
                .flatMap(one -> one instanceof String[] many ? Stream.of(many) : Stream.of((String) one))
                .toList();
        return new Told(name, told, all);
    }

    static Stream<Told> requests() {
        return Stream.of(
                when("all is granted", desk -> desk.request(null, null).granted(1), BEGINNING, "#1 append"),
                when(
                        "a twin by key comes while the first is under way",
                        desk -> desk.request("web-1", "k").request("web-2", "k"),
                        BEGINNING,
                        "at once RequestInFlight"),
                when(
                        "a twin by external id comes while the first is under way",
                        desk -> desk.request("web-1", "k").request("web-1", "l"),
                        BEGINNING,
                        "at once RequestInFlight"),
                when(
                        "a twin of a twin that was refused at once has a name of its own",
                        desk -> desk.request("web-1", "k")
                                .request("web-2", "k")
                                .silently()
                                .request("web-2", "l"),
                        (Object) BEGINNING_OF_2),
                when(
                        "requests without references are no twins",
                        desk -> desk.request(null, null).request(null, null),
                        BEGINNING,
                        BEGINNING_OF_2),
                when(
                        "a twin comes after the first has ended",
                        desk -> desk.request("web-1", "k")
                                .timeIsUp(1)
                                .silently()
                                .request("web-1", "k"),
                        (Object) BEGINNING_OF_2),
                when(
                        "a request comes past its deadline",
                        desk -> desk.request("web-1", "k", desk.now.minusMillis(1)),
                        "at once NotDone"),
                when(
                        "a request past its deadline holds no reference",
                        desk -> desk.request("web-1", "k", desk.now.minusMillis(1))
                                .request("web-1", "k", desk.now),
                        "at once NotDone",
                        BEGINNING),
                when(
                        "a SKU was sold out a moment ago, but not every one",
                        desk -> desk.request(null, null).refused(1).silently().request(null, null),
                        (Object) BEGINNING_OF_2),
                when(
                        "every SKU was sold out a moment ago",
                        desk -> {
                            desk.request(null, null);
                            desk.desk.onStockReply(desk.order(1), TEE, Placing.shortOf(1, 0, 0), desk.now);
                            desk.desk.onStockReply(desk.order(1), HAT, Placing.shortOf(1, 0, 0), desk.now);
                            desk.silently().request(null, null).request("web-1", null);
                        },
                        "#2 begins",
                        "#2 InsufficientStock",
                        "#3 begins",
                        "#3 look up x|API|web-1"),
                when(
                        "time is up while claims are asked for",
                        desk -> desk.request(null, null).silently().timeIsUp(1),
                        RELEASE,
                        "#1 NotDone"),
                when(
                        "what is told after a while has a deadline of its own",
                        desk -> desk.request(null, null)
                                .silently()
                                .pass(Duration.ofSeconds(3))
                                .timeIsUp(1),
                        RELEASE,
                        "#1 NotDone"),
                when(
                        "a claim is put off, and asked for again",
                        desk -> {
                            desk.request(null, null).silently();
                            desk.desk.onStockReply(desk.order(1), TEE, Placing.notDone(), desk.now);
                            desk.pass(Duration.ofMillis(100)).askAgain(1);
                        },
                        "#1 AskClaim in 100",
                        "#1 Claim tee"),
                when(
                        "a claim was put off, but is granted before it is asked for again",
                        desk -> {
                            desk.request("web-1", null).silently();
                            desk.desk.onStockReply(desk.order(1), TEE, Placing.notDone(), desk.now);
                            desk.granted(1).askAgain(1);
                        },
                        "#1 AskClaim in 100",
                        "#1 append"));
    }

    static Stream<Told> births() {
        return Stream.of(
                when("placed", desk -> desk.birth(1, Birth.Outcome.PLACED), (Object) PLACED),
                when("abandoned", desk -> desk.birth(1, Birth.Outcome.ABANDONED), RELEASE, "#1 NotDone"),
                when(
                        "asked again",
                        desk -> desk.birth(1, Birth.Outcome.AGAIN).birth(1, Birth.Outcome.PLACED),
                        "#1 append",
                        PLACED),
                when("unwritable", desk -> desk.unwritable(1), RELEASE, "#1 NotDone"),
                when("not taken", desk -> desk.notTaken(1), RELEASE, "#1 NotDone"),
                when(
                        "not taken when asked again, and no attempt is in doubt",
                        desk -> desk.birth(1, Birth.Outcome.AGAIN).notTaken(1),
                        "#1 append",
                        RELEASE,
                        "#1 NotDone"),
                when(
                        "unknown, then not taken, then placed",
                        desk -> desk.birth(1, Birth.Outcome.UNKNOWN)
                                .pass(Duration.ofMillis(200))
                                .notTaken(1)
                                .pass(Duration.ofMillis(200))
                                .birth(1, Birth.Outcome.PLACED),
                        "#1 append in 200",
                        "#1 append in 200",
                        PLACED),
                when(
                        "unknown, then asked again, then not taken: the first attempt is still in doubt",
                        desk -> desk.birth(1, Birth.Outcome.UNKNOWN)
                                .birth(1, Birth.Outcome.AGAIN)
                                .notTaken(1),
                        "#1 append in 200",
                        "#1 append",
                        "#1 append in 200"),
                when(
                        "unknown, then unwritable, which no attempt can have survived",
                        desk -> desk.birth(1, Birth.Outcome.UNKNOWN).unwritable(1),
                        "#1 append in 200",
                        RELEASE,
                        "#1 NotDone"),
                when(
                        "time is up, which releases nothing",
                        desk -> desk.timeIsUp(1)
                                .birth(1, Birth.Outcome.UNKNOWN)
                                .timeIsUp(1)
                                .birth(1, Birth.Outcome.PLACED),
                        "#1 append in 200",
                        PLACED),
                when(
                        "taken by a twin that was placed elsewhere",
                        desk -> desk.birth(1, Birth.Outcome.TAKEN).named(1, "web-1"),
                        RELEASE,
                        "#1 look up k|k x|API|web-1",
                        "#1 replayed"),
                when(
                        "late answers to claims come, which change nothing",
                        desk -> desk.granted(1).refused(1).birth(1, Birth.Outcome.PLACED),
                        (Object) PLACED));
    }

    static Stream<Told> refusals() {
        return Stream.of(
                when("the references name nothing", desk -> desk.unnamed(1), "#1 InsufficientStock"),
                when("a reference names the same", desk -> desk.named(1, "web-1"), "#1 replayed"),
                when("the database does not answer", desk -> desk.notNamed(1), "#1 NotDone"),
                when("time is up", desk -> desk.timeIsUp(1), "#1 NotDone"),
                when(
                        "a predecessor may still append",
                        desk -> {
                            desk.predecessorMayAppend = true;
                            desk.unnamed(1);
                        },
                        "#1 NotDone"),
                when(
                        "a predecessor may still append, but a reference names the same",
                        desk -> {
                            desk.predecessorMayAppend = true;
                            desk.named(1, "web-1");
                        },
                        "#1 replayed"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatIsWanted_isAskedFor_orRefusedAtOnce(Told told) {
        check(told, new Desking());
    }

    @ParameterizedTest
    @MethodSource("births")
    void aBirth_isRepeatedUntilItIsDecided(Told told) {
        check(told, new Desking().request("web-1", "k").granted(1).silently());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusal_standsOnlyIfItIsCertainThatNoReferenceNamesAnOrder(Told told) {
        var desk = new Desking().request("web-1", "k").silently().refused(1);
        assertEquals(
                Stream.concat(Stream.of(RELEASE_BUT_TEE), Stream.of("#1 look up k|k x|API|web-1"))
                        .toList(),
                desk.said,
                "nobody is told of a refusal before the references are looked up");
        check(told, desk.silently());
    }

    private static void check(Told told, Desking desk) {
        told.told().accept(desk);
        assertEquals(told.said(), desk.said);
    }

    @Test
    void aRefusal_isFinal_whereThereAreNoReferences() {
        var desk = new Desking().request(null, null).silently();
        desk.predecessorMayAppend = true;
        desk.refused(1);
        assertEquals(List.of("#1 Release hat", "#1 Release acme", "#1 InsufficientStock"), desk.said);
    }

    static Stream<Told> ends() {
        return Stream.of(
                when("placed", desk -> desk.granted(1).birth(1, Birth.Outcome.PLACED)),
                when("not taken", desk -> desk.granted(1).notTaken(1)),
                when("refused", desk -> desk.refused(1).unnamed(1)),
                when("out of time", desk -> desk.timeIsUp(1)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void whatComesAfterTheEnd_changesNothing(Told end) {
        var desk = new Desking().request("web-1", "k");
        end.told().accept(desk);
        assertTrue(desk.desk.isIdle());
        desk.silently();
        desk.stages.clear();
        desk.putOff.add(new AskClaim(TEE, Quantity.of(1), 0));
        desk.granted(1)
                .refused(1)
                .unwritable(1)
                .notTaken(1)
                .unnamed(1)
                .named(1, "web-1")
                .notNamed(1);
        desk.askAgain(1).timeIsUp(1);
        for (var outcome : Birth.Outcome.values()) {
            desk.birth(1, outcome);
        }
        assertEquals(List.of(), desk.said);
        assertEquals(List.of(), desk.stages);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aDeskThatStops_endsWhatIsUnderWay_andTakesNothingNew(Told end) {
        var desk = new Desking().request("web-1", "k").stop(false).silently().request("web-2", "l");
        assertEquals(List.of("at once NotDone"), desk.said);
        assertFalse(desk.desk.isIdle());
        end.told().accept(desk);
        assertTrue(desk.desk.isIdle());
        desk.stop(true).silently().request("web-1", "k");
        assertEquals(List.of("at once NotDone"), desk.said);
    }

    @Test
    void aDeskWithNothingUnderWay_stopsAtOnce() {
        new Desking().stop(true);
    }

    @Test
    void stages_endAsTheyAreDone_andABirthOnlyOnceItsOutcomeIsKnown() {
        var desk = new Desking().request("web-1", "k").granted(1);
        assertEquals(List.of("PLEDGE"), desk.stages);
        desk.birth(1, Birth.Outcome.UNKNOWN).notTaken(1);
        assertEquals(List.of("PLEDGE"), desk.stages);
        desk.birth(1, Birth.Outcome.TAKEN).unnamed(1);
        assertEquals(List.of("PLEDGE", "BIRTH", "REFERENCES"), desk.stages);

        desk = new Desking().request("web-1", "k").refused(1).notNamed(1);
        assertEquals(List.of("CLAIMS", "REFERENCES"), desk.stages);

        desk = new Desking().request("web-1", "k").granted(1).notTaken(1);
        assertEquals(List.of("PLEDGE", "BIRTH"), desk.stages);
    }
}
