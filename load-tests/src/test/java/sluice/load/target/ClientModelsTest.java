package sluice.load.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.client.ApiClient;
import sluice.client.model.AdjustmentByCount;
import sluice.client.model.AdjustmentReason;
import sluice.client.model.AdjustmentRequest;
import sluice.client.model.ApiKeyRequest;
import sluice.client.model.CancelRequest;
import sluice.client.model.Channel;
import sluice.client.model.Fulfilment;
import sluice.client.model.Order;
import sluice.client.model.OrderEvent;
import sluice.client.model.OrderLineRequest;
import sluice.client.model.OrderRequest;
import sluice.client.model.OrderStatus;
import sluice.client.model.Problem;
import sluice.client.model.ProblemRequested;
import sluice.client.model.Scope;
import sluice.client.model.ShipmentRequest;

/** The contract grows by addition: a client made from it today reads what a node of tomorrow answers, and asks for no more than it is told. */
final class ClientModelsTest {

    private final ObjectMapper json = ApiClient.createDefaultObjectMapper();

    @Test
    void fieldsAndValuesThatTheContractDoesNotKnowYet_arePassedOver() throws Exception {
        var order = json.readValue("""
            {"id":"019a0000-0000-7000-8000-000000000000","status":"ON_HOLD","fulfilment":"PARTIAL","version":3,
             "channel":"TELEPATHY","currency":"EUR","total":{"amount":"39.80","currency":"EUR","words":"thirty-nine"},
             "lines":[{"line":1,"sku":"tee","ordered":2,"unitPrice":"19.90","total":{"amount":"39.80","currency":"EUR"},
                       "backordered":1,"holds":[{"id":"h1"}]}],
             "metadata":{},"shipments":[],"holds":[{"id":"h1","reason":"CREDIT"}],"tax":{"amount":"1.00","currency":"EUR"},
             "placedBy":"k1","placedAt":"2026-11-21T21:09:51.945Z"}\
            """, Order.class);

        assertEquals(OrderStatus.UNKNOWN_DEFAULT_OPEN_API, order.getStatus());
        assertEquals(Channel.UNKNOWN_DEFAULT_OPEN_API, order.getChannel());
        assertEquals(Fulfilment.PARTIAL, order.getFulfilment());
        assertEquals("39.80", order.getTotal().getAmount());
        assertEquals(2, order.getLines().getFirst().getOrdered());
        assertNull(order.getAccountId());
    }

    @Test
    void eventsOfNewTypes_areRead() throws Exception {
        var event = json.readValue(
                "{\"sequence\":9,\"type\":\"order.held\",\"at\":\"2026-11-21T21:09:51Z\",\"by\":\"k1\",\"hold\":\"h1\"}",
                OrderEvent.class);

        assertEquals(OrderEvent.TypeEnum.UNKNOWN_DEFAULT_OPEN_API, event.getType());
        assertEquals(9, event.getSequence());
    }

    @Test
    void problemsOfNewTypes_areRead() throws Exception {
        var problem = json.readValue("""
            {"type":"/problems/on-hold","title":"On hold","status":409,"detail":"The order is held.","instance":"r1",
             "holds":["h1"],"allowed":["approve","cancel"],"outcome":"perhaps"}\
            """, Problem.class);

        assertEquals("/problems/on-hold", problem.getType());
        assertEquals(
                List.of(Problem.AllowedEnum.UNKNOWN_DEFAULT_OPEN_API, Problem.AllowedEnum.CANCEL),
                problem.getAllowed());
        assertEquals(Problem.OutcomeEnum.UNKNOWN_DEFAULT_OPEN_API, problem.getOutcome());
    }

    @Test
    void whatARefusalAskedFor_isMoneyOrAQuantity() throws Exception {
        var money = requested("{\"amount\":\"11250.00\",\"currency\":\"EUR\",\"words\":\"many\"}");

        assertEquals("11250.00", money.getMoney().getAmount());
        assertEquals(3L, requested("3").getLong());
    }

    private ProblemRequested requested(String value) throws Exception {
        var requested =
                json.readValue("{\"requested\":" + value + "}", Problem.class).getRequested();
        assertNotNull(requested);
        return requested;
    }

    @Test
    void whatIsNotSet_isLeftOutOfARequest() throws Exception {
        assertEquals("{}", json.writeValueAsString(new ShipmentRequest()));
        assertEquals("{}", json.writeValueAsString(new CancelRequest()));
        assertEquals(
                "{\"currency\":\"EUR\",\"lines\":[{\"sku\":\"tee\",\"quantity\":2}]}",
                json.writeValueAsString(new OrderRequest()
                        .currency("EUR")
                        .addLinesItem(new OrderLineRequest().sku("tee").quantity(2L))));
        assertEquals(
                "{\"name\":\"shop\",\"scopes\":[\"orders:read\"]}",
                json.writeValueAsString(new ApiKeyRequest().name("shop").addScopesItem(Scope.ORDERS_READ)));
    }

    @Test
    void anAlternative_isWrittenAsItself() throws Exception {
        var byCount = new AdjustmentByCount().counted(7L).expected(9L).reason(AdjustmentReason.CYCLE_COUNT);

        assertEquals(
                "{\"counted\":7,\"expected\":9,\"reason\":\"CYCLE_COUNT\"}",
                json.writeValueAsString(new AdjustmentRequest(byCount)));
    }
}
