package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.order.Order;
import sluice.order.OrderRejection;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.Quantity;

class WireModuleTest {

    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());
    private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());
    private static final ObjectMapper CBOR = new CBORMapper();

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    static Stream<Class<?>> messages() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("sluice").stream()
                        .filter(type -> type.isAssignableTo(Message.class))
                        .filter(JavaClass::isRecord)
                        .<Class<?>>map(JavaClass::reflect);
    }

    @Test
    void messages_areAllFound() {
        assertTrue(messages()
                .toList()
                .containsAll(List.of(
                        Request.class, Reply.class, Order.class, StockAnswer.StockView.class, Outcome.Done.class)));
        assertTrue(messages().count() > 60);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_arrivesAsItWasSent_underItsName(Class<?> type) throws IOException {
        for (boolean withNulls : List.of(false, true)) {
            var sent = new Samples(KIT.createTestProbe().getRef(), withNulls).of(type);
            var bytes = SERIALIZATION.serialize(sent).get();
            assertEquals(sent, received(sent, bytes));
            assertEquals(nameOf(type), CBOR.readTree(bytes).path("@").textValue());
        }
    }

    @Test
    void request_carriesWhoeverIsToBeAnswered() {
        var probe = KIT.<Reply<StockAnswer, StockRejection>>createTestProbe();
        var sent = new Request<>(new StockCommand.Read(), Origin.TIMER, null, Instant.now(), "tag", probe.getRef());
        var arrived =
                (Request<?, ?, ?>) received(sent, SERIALIZATION.serialize(sent).get());
        assertEquals(probe.getRef(), arrived.replyTo());
    }

    @Test
    void reply_carriesAnyOutcome() {
        var shortage = new StockRejection.InsufficientStock(Quantity.of(2), Quantity.of(1), Quantity.ZERO);
        for (var sent : List.of(
                new Reply<StockAnswer, StockRejection>("tee", "s1", new Outcome.Refused<>(shortage)),
                new Reply<StockAnswer, StockRejection>(
                        "tee", "s1", new Outcome.Done<>(new StockAnswer.ClaimGranted(null), true)),
                new Reply<Order, OrderRejection>("o", "", new Outcome.Unknown<>("lost")),
                new Reply<Order, OrderRejection>("o", "", new Outcome.Refused<>(new OrderRejection.NotFound())))) {
            assertEquals(sent, received(sent, SERIALIZATION.serialize(sent).get()));
        }
    }

    private static Object received(Object sent, byte[] bytes) {
        var serializer = SERIALIZATION.findSerializerFor(sent);
        assertEquals(
                "org.apache.pekko.serialization.jackson.JacksonCborSerializer",
                serializer.getClass().getName());
        return SERIALIZATION
                .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, sent))
                .get();
    }

    private static String nameOf(Class<?> type) {
        return type.getPackageName().replace("sluice.", "") + "." + type.getSimpleName();
    }
}
