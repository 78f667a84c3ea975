package sluice.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.entity.Message;

/** What nodes send each other about rates. */
class RateWireTest {

    private final ActorSystem<NodeMessage> system = ActorSystem.create(
            Behaviors.ignore(),
            "wire",
            ConfigFactory.parseString("pekko.actor.provider = local, pekko.actor.allow-java-serialization = off")
                    .withFallback(ConfigFactory.load()));

    @AfterEach
    void stop() {
        system.terminate();
    }

    @Test
    void everyMessage_arrivesAsItWasSent_underItsName() throws IOException {
        var messages = List.<Message>of(
                new OwnerMessage.Ask(new Wish(200, 400, 1, 20, 11, 3, 7), 42, system),
                new NodeMessage.Granted("key-1", 42, new Grant(11, 55_000_000, 60_000_000, 0)),
                new NodeMessage.Levels(Map.of("key-1", 1_000L, "key-2", Long.MAX_VALUE)));
        assertTrue(messages.stream().map(Object::getClass).toList().containsAll(RateWireModule.MESSAGES));
        for (var sent : messages) {
            var serialization = SerializationExtension.get(system);
            var serializer = serialization.findSerializerFor(sent);
            var bytes = serialization.serialize(sent).get();
            var name = new CBORMapper().readTree(bytes).path("@").textValue();
            assertEquals("rate." + sent.getClass().getSimpleName(), name);
            assertEquals(
                    sent,
                    serialization
                            .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, sent))
                            .get());
        }
    }
}
