package sluice.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.node.InvalidSetting;
import sluice.node.NodeSettings;

/** What an operator sets wrongly is refused by its name. */
class WebhookSettingsTest {

    private static String complaint(String variable, String value) {
        var wrong = assertThrows(
                InvalidSetting.class, () -> Webhooks.Given.read(NodeSettings.read(Map.of(variable, value))));
        var message = String.valueOf(wrong.getMessage());
        assertTrue(message.contains(variable), message);
        return message;
    }

    @Test
    void hostThatIsNone_isNamed() {
        assertTrue(complaint("SLUICE_WEBHOOK_ALLOW", "10.0.0.0/8, no host").contains("'no host'"));
    }

    @Test
    void masterKeyThatIsNone_isNotTold() {
        assertFalse(complaint("SLUICE_WEBHOOK_MASTER_KEY", "c2VjcmV0").contains("c2VjcmV0"));
    }

    @Test
    void fileOfKeysThatIsNotThere_isNamed() {
        complaint("SLUICE_WEBHOOK_MASTER_KEY_FILE", "/nowhere/webhook-key");
    }

    @Test
    void severalKeys_areRead() {
        var one = "A".repeat(43) + "=";
        var other = "B".repeat(42) + "A=";
        var settings = NodeSettings.read(Map.of("SLUICE_WEBHOOK_MASTER_KEY", one + "," + other));
        assertTrue(Webhooks.Given.read(settings).keys().isPresent());
        assertEquals("WebhookSettings[enabled=true]", settings.webhooks().toString());
    }
}
