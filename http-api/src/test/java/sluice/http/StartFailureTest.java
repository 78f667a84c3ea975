package sluice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTest {

    @Test
    void aTakenPort_isNamedWithItsVariable(@TempDir Path directory) throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            expect(directory, Map.of("SLUICE_HTTP_PORT", Integer.toString(taken.getLocalPort())), "SLUICE_HTTP_PORT");
        }
    }

    @Test
    void aWrongSetting_isNamedWithItsVariable(@TempDir Path directory) throws IOException, InterruptedException {
        expect(directory, Map.of("SLUICE_HTTP_PORT", "eighty"), "SLUICE_HTTP_PORT");
    }

    private static void expect(Path directory, Map<String, String> wrong, String named)
            throws IOException, InterruptedException {
        var variables = new HashMap<>(TestApi.variables(directory.resolve("data")));
        variables.putAll(wrong);
        var process = ServerProcess.launch(variables);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), output);
        var complaint = output.lines()
                .filter(line -> line.startsWith("Sluice cannot start. "))
                .toList();
        assertEquals(1, complaint.size(), output);
        assertTrue(complaint.getFirst().contains(named), output);
    }
}
