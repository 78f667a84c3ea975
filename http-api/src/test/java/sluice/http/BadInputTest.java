package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked wrongly is refused as documented, the place of the mistake is told, and nothing changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private final TestApi api = TestApi.running();
    private final WireClient client = new WireClient(api.url(), Duration.ofSeconds(20));
    private final Subjects subjects = new Subjects(api);
    private final Subjects changing = new Subjects(api);
    private final JournalWatch journal = new JournalWatch(api.database());
    private Map<String, String> views = subjects.views(client);

    static List<BadRequest> table() {
        return Stream.of(BadFields.all(), BadBodies.all(), BadHeads.all(), BadQueries.all(), RefusedRequests.all())
                .flatMap(List::stream)
                .toList();
    }

    @AfterAll
    void inTheEnd_nothingHasChanged() {
        assertEquals(views, subjects.views(client));
        client.close();
    }

    @ParameterizedTest
    @MethodSource("table")
    void badInput_isRefusedNamingThePlace_andNothingChanges(BadRequest row) {
        var request = row.request().apply(subjects);
        row.expect(Problems.judged(client.send(request)), subjects);
        var written =
                journal.more().stream().filter(entry -> !entry.isAftercare()).toList();
        boolean wasDecided = Set.of(409, 422).contains(row.problem().status());
        if (wasDecided && request.target().startsWith("/v1/orders")) {
            assertTrue(written.stream().noneMatch(JournalWatch.Entry::isOfACaller), written::toString);
            whatWasSetAside_isGivenBack();
        } else {
            assertEquals(List.of(), written);
            var after = subjects.viewsOfThoseIn(request, client);
            var before = new TreeMap<>(views);
            before.keySet().retainAll(after.keySet());
            assertEquals(before, after);
        }
    }

    /** An order may be refused when stock and credit are set aside already: both count that as versions of theirs. */
    private void whatWasSetAside_isGivenBack() {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            journal.more();
            assertEquals(List.of(), journal.stillSetAside());
        });
        var after = subjects.views(client);
        assertEquals(withoutVersions(views), withoutVersions(after));
        views = after;
    }

    private static String withoutVersions(Map<String, String> views) {
        return views.toString().replaceAll("\"version\":[0-9]+", "");
    }

    @Test
    void theTable_isLong_andItsRowsDistinct() {
        var table = table();
        System.out.println("BadInputTest rows " + table.size());
        assertTrue(table.size() >= 1_000, table.size() + " rows");
        var titles = table.stream().map(BadRequest::title).toList();
        var seen = new HashSet<String>();
        assertEquals(
                List.of(), titles.stream().filter(title -> !seen.add(title)).toList());
    }

    @ParameterizedTest
    @EnumSource
    void whatTheTableSpoils_isValid(ValidRequest request) {
        var wire = request.about(changing);
        var reply = Problems.judged(client.send(wire));
        assertEquals(2, reply.status() / 100, reply.text());
        changing.restore(wire);
    }

    @Test
    void theTable_spoilsEveryOperation() {
        var spoilt = new HashSet<String>();
        for (var request : ValidRequest.values()) {
            spoilt.add(request.method + " "
                    + request.path.replaceAll("\\?.*", "").replaceAll("\\{.*?}|(?<=/(problems|docs)/).*", "{}"));
        }
        var known = new HashSet<String>();
        for (var operation : api.operations()) {
            known.add(operation.method() + " " + operation.template().replaceAll("\\{.*?}", "{}"));
        }
        assertEquals(known, spoilt);
    }

    @Test
    void allFaults_areToldAtOnce() {
        var reply = client.send(ValidRequest.PLACE
                .about(
                        subjects,
                        "{\"lines\":[{\"sku\":\"a\",\"quantity\":\"1\"},{\"quantity\":1,\"unitPrice\":2}],\"status\":1}")
                .plus("If-Match", "x"));
        Problems.expect(reply, 400, "invalid-request");
        assertEquals(
                Set.of(
                        "/currency",
                        "/lines/0/quantity",
                        "/lines/1/sku",
                        "/lines/1/unitPrice",
                        "/status",
                        "header If-Match"),
                new HashSet<>(BadRequest.placesIn(reply)));
    }
}
