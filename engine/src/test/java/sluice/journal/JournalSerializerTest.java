package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.account.AccountAnswer;
import sluice.account.AccountEvent;
import sluice.account.AccountSnapshot;
import sluice.entity.AnswerMemory.Remembered;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.EntitySnapshot;
import sluice.entity.Origin;
import sluice.order.Order;
import sluice.order.OrderSnapshot;
import sluice.stock.StockAnswer;
import sluice.stock.StockEvent;
import sluice.stock.StockSnapshot;

/** What the journal plugin does with a row: whatever the actor system is configured to. */
class JournalSerializerTest {

    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());
    private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z"); // the journal keeps milliseconds

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    static Stream<Class<?>> eventClasses() {
        return JournalFormatTest.eventClasses();
    }

    @ParameterizedTest
    @MethodSource("eventClasses")
    void event_isReadAsItWasWritten(Class<?> event) throws NotSerializableException {
        for (boolean withNulls : List.of(false, true)) {
            var samples = samples(withNulls);
            var origin = (Origin) samples.of(Origin.class);
            var kind = kindOf(event);
            var entries = List.of(new Batch.Entry<>(origin, List.of(samples.of(event))));
            staysTheSame(new Batch<>(kind, TIME, entries), kind.prefix() + "1");
        }
    }

    private static EntityKind kindOf(Class<?> event) {
        return StockEvent.class.isAssignableFrom(event)
                ? EntityKind.STOCK
                : AccountEvent.class.isAssignableFrom(event) ? EntityKind.ACCOUNT : EntityKind.ORDER;
    }

    static Stream<Arguments> snapshotClasses() {
        return Stream.of(
                Arguments.of(EntityKind.STOCK, StockSnapshot.class, StockAnswer.StockView.class),
                Arguments.of(EntityKind.ACCOUNT, AccountSnapshot.class, AccountAnswer.AccountView.class),
                Arguments.of(EntityKind.ORDER, OrderSnapshot.class, Order.class));
    }

    @ParameterizedTest
    @MethodSource("snapshotClasses")
    void snapshot_isReadAsItWasWritten(EntityKind kind, Class<?> state, Class<?> answer)
            throws NotSerializableException {
        for (boolean withNulls : List.of(false, true)) {
            var samples = samples(withNulls);
            var answers = List.of(new Remembered<>("hash", "print", TIME, samples.of(answer)));
            staysTheSame(new EntitySnapshot<>(kind, 7, samples.of(state), answers), kind.prefix() + "1-snapshot");
        }
    }

    @Test
    void everyKind_hasASnapshot() {
        assertEquals(EntityKind.values().length, snapshotClasses().count());
    }

    @Test
    void rowThatCannotBeRead_failsByItsManifest() {
        var failure = assertThrows(
                NotSerializableException.class, () -> new JournalSerializer().fromBinary(new byte[] {1}, "s1"));
        assertEquals("s1: ", String.valueOf(failure.getMessage()).substring(0, 4));
    }

    private static Samples samples(boolean withNulls) {
        return new Samples(KIT.system().ignoreRef(), withNulls, TIME);
    }

    private static void staysTheSame(Object written, String manifest) throws NotSerializableException {
        var serializer = SERIALIZATION.findSerializerFor(written);
        assertEquals(JournalSerializer.IDENTIFIER, serializer.identifier());
        assertEquals(manifest, Serializers.manifestFor(serializer, written));
        var bytes = SERIALIZATION.serialize(written).get();
        assertEquals(
                written,
                SERIALIZATION
                        .deserialize(bytes, serializer.identifier(), manifest)
                        .get());
    }
}
