package sluice.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.endpoint.EndpointMessage.Look;

/** What nodes send the owners of endpoints. */
class EndpointWireTest {

    private final ActorSystem<EndpointMessage> system = ActorSystem.create(
            Behaviors.ignore(),
            "wire",
            ConfigFactory.parseString("pekko.actor.provider = local, pekko.actor.allow-java-serialization = off")
                    .withFallback(ConfigFactory.load()));

    @AfterEach
    void stop() {
        system.terminate();
    }

    @Test
    void theCall_arrivesAsItWasSent_underItsName() throws IOException {
        var sent = new Look(42);
        var serialization = SerializationExtension.get(system);
        var serializer = serialization.findSerializerFor(sent);
        var bytes = serialization.serialize(sent).get();
        assertEquals("endpoint.Look", new CBORMapper().readTree(bytes).path("@").textValue());
        assertEquals(
                sent,
                serialization
                        .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, sent))
                        .get());
    }
}
