package sluice.due;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * When orders are woken: {@code sluice.engine.due}.
 *
 * @param settleAfter how long after an event its effects may be unsettled before the order is woken
 * @param pollInterval how often due orders are looked for
 * @param wakeAgainAfter how long until an order that was woken is woken again
 * @param wakeLimit the most orders woken in one go
 */
public record DueSettings(Duration settleAfter, Duration pollInterval, Duration wakeAgainAfter, int wakeLimit) {

    /** @throws ConfigException that names the key if a value is missing or wrong */
    public static DueSettings of(Config root) {
        var due = root.getConfig("sluice.engine.due");
        int wakeLimit = due.getInt("wake-limit");
        if (wakeLimit < 1) {
            throw wrong(due, "wake-limit");
        }
        return new DueSettings(
                positive(due, "settle-after"),
                positive(due, "poll-interval"),
                positive(due, "wake-again-after"),
                wakeLimit);
    }

    private static Duration positive(Config due, String key) {
        var value = due.getDuration(key);
        if (!value.isPositive()) {
            throw wrong(due, key);
        }
        return value;
    }

    private static ConfigException wrong(Config due, String key) {
        return new ConfigException.BadValue(due.getValue(key).origin(), "sluice.engine.due." + key, "must be positive");
    }
}
