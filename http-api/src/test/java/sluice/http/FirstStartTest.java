package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who starts a server without a key of their own is shown one, which is shown once and valid for ever. */
class FirstStartTest {

    private static final Pattern KEY = Pattern.compile("sluice_[0-9A-Za-z]+_[0-9A-Za-z]+");

    @Test
    void theKeyThatIsMade_isShownOnce_andIsValidAfterAKill(@TempDir Path directory) throws InterruptedException {
        var variables = new HashMap<>(TestApi.variables(directory.resolve("data")));
        variables.remove("SLUICE_BOOTSTRAP_KEY");
        String key;
        try (var first = ServerProcess.start(variables)) {
            assertEquals(1, keys(first).size(), "a first start shows its key");
            key = keys(first).getFirst();
            assertValid(first, key);
            first.kill();
        }
        try (var second = ServerProcess.start(variables)) {
            assertEquals(List.of(), keys(second), "the key is shown once");
            assertValid(second, key);
        }
    }

    private static void assertValid(ServerProcess server, String key) {
        assertEquals(
                200,
                TestApi.sendTo(server.url(), key, "GET", "/v1/api-keys", "").status());
    }

    private static List<String> keys(ServerProcess server) {
        return server.printed().stream()
                .flatMap(line -> KEY.matcher(line).results())
                .map(found -> found.group())
                .toList();
    }
}
