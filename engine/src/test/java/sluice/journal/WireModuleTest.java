package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.entity.EntityMessage;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.order.Order;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;

class WireModuleTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("pekko.actor.warn-about-java-serializer-usage = off")
                    .withFallback(ConfigFactory.load()));
    private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());
    private static final JavaClasses SLUICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sluice");
    private static final ObjectMapper CBOR = new CBORMapper();

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    static Stream<Class<?>> messages() {
        return SLUICE.stream()
                .filter(type -> type.isAssignableTo(Message.class))
                .filter(WireModuleTest::isConcrete)
                .<Class<?>>map(JavaClass::reflect);
    }

    private static boolean isConcrete(JavaClass type) {
        return !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    /** What goes from one actor to another of the same node, and no further. */
    static Stream<Class<?>> localMessages() {
        return SLUICE.stream()
                .filter(type -> type.isAssignableTo(EntityMessage.class) && !type.isAssignableTo(Message.class))
                .filter(WireModuleTest::isConcrete)
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

    @ParameterizedTest
    @MethodSource("messages")
    void requestAndReply_carryEveryMessage(Class<?> type) {
        var somebody = KIT.<Reply<Message, Message>>createTestProbe().getRef();
        for (boolean withNulls : List.of(false, true)) {
            var samples = new Samples(somebody, withNulls);
            var content = (Message) samples.of(type);
            var origin = (Origin) samples.of(Origin.class);
            var version = withNulls ? null : Long.valueOf(7);
            for (var sent : List.of(
                    new Request<>(content, origin, version, Instant.now(), "tag", somebody),
                    new Reply<>("tee", "tag", new Outcome.Done<>(content, withNulls)),
                    new Reply<>("tee", "tag", new Outcome.Refused<>(content)))) {
                assertEquals(sent, received(sent, SERIALIZATION.serialize(sent).get()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Outcome.KeyReused.class,
                Outcome.VersionMismatch.class,
                Outcome.NotDone.class,
                Outcome.Unknown.class
            })
    @SuppressWarnings("unchecked")
    void reply_carriesEveryOtherOutcome(Class<?> type) {
        var outcome =
                (Outcome<Message, Message>) new Samples(KIT.createTestProbe().getRef(), false).of(type);
        var sent = new Reply<>("tee", "tag", outcome);
        assertEquals(sent, received(sent, SERIALIZATION.serialize(sent).get()));
    }

    @Test
    void everyOutcome_isTried() {
        assertEquals(6, Outcome.class.getPermittedSubclasses().length, "the two tests above name them");
    }

    @Test
    void javaSerialisation_isNotAllowed() {
        assertFalse(KIT.system().settings().config().getBoolean("pekko.actor.allow-java-serialization"));
        var serializable = new ArrayList<>(List.of("anything"));
        assertTrue(SERIALIZATION.serialize(serializable).isFailure());
    }

    @ParameterizedTest
    @MethodSource("localMessages")
    void whatIsNoMessage_cannotLeaveItsNode(Class<?> type) {
        Serializer found;
        try {
            found = SERIALIZATION.serializerFor(type);
        } catch (NotSerializableException none) {
            return;
        }
        assertInstanceOf(DisabledJavaSerializer.class, found, "an enum is Serializable, but that is switched off");
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
