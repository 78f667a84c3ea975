package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are as the contract says, all of them answered as it says: done, or refused because of what they are about. With
 * {@code -Dsluice.test.proxy=http://…} they go through a proxy that judges both for itself; see {@code .ci/contract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WellFormedRequestsTest {

    private final TestApi api = TestApi.running();
    private final WireClient client =
            new WireClient(System.getProperty("sluice.test.proxy", api.url()), Duration.ofSeconds(20));
    private final Subjects subjects = new Subjects(api);
    private final Subjects changing = new Subjects(api);

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsValid_isDone(ValidRequest request) {
        var wire = request.about(changing);
        var reply = client.send(wire);
        assertEquals(2, reply.status() / 100, reply.text());
        changing.restore(wire);
    }

    static List<BadRequest> refused() {
        return RefusedRequests.all();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedForWhatItIsAbout_isRefusedSo(BadRequest row) {
        row.expect(Problems.judged(client.send(row.request().apply(subjects))), subjects);
    }

    @Test
    void whatTheContractGivesAsExamples_isAnsweredAsItSays() {
        var asked = new ArrayList<String>();
        for (var operation : Contract.served().operations()) {
            var path = Contract.served().examplePath(operation);
            var media = operation.node().at("/requestBody/content").path(Contract.JSON);
            var bodies = media.path("examples")
                    .valueStream()
                    .map(example -> example.path("value").toString());
            for (var body : (media.isMissingNode() ? Stream.of("") : bodies).toList()) {
                var reply = client.send(Wire.of(operation.method(), path, body));
                asked.add(operation.id() + " " + reply.status());
            }
        }
        System.out.println("WellFormedRequestsTest examples " + asked);
    }
}
