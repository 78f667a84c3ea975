package sluice.load.peers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The client's process: reads jobs, one a line, carries each out, and says when what counts begins and ends, and then what it was
 * answered. A process of its own so that what the client costs is not counted as the server's. Ends with its input.
 */
final class HttpClientMain {

    static final String BEGUN = "begun";
    static final String ENDED = "ended";

    private static final JsonMapper JSON = new JsonMapper();

    private HttpClientMain() {}

    public static void main(String[] arguments) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var job = JSON.readValue(line, HttpJob.class);
                say(answer(job));
            }
        }
    }

    private static String answer(HttpJob job) throws IOException {
        try {
            return JSON.writeValueAsString(new HttpLoop(job, () -> say(BEGUN), () -> say(ENDED)).run());
        } catch (IOException | UncheckedIOException e) {
            return "failed " + e;
        }
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }
}
