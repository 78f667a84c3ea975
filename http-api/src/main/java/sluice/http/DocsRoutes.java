package sluice.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import sluice.http.Answer.Content;
import sluice.http.Answer.Refusal;

/**
 * Serves the contract, and a page to browse it with. All of it is read once, at the start: the files that are served are these and no
 * others, whatever else the class path holds.
 */
final class DocsRoutes {

    private static final String UI = "/META-INF/resources/webjars/swagger-ui/" + uiVersion() + "/";

    /**
     * What the page may do: run this server's scripts and ask this server. Swagger UI shows its icons as data, and writes styles into
     * the page; it needs nothing else that is not on this server.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final ContentType YAML = type("application", "yaml");
    private static final ContentType CSS = type("text", "css");
    private static final ContentType SCRIPT = type("text", "javascript");
    private static final ContentType PNG = MediaTypes.IMAGE_PNG.toContentType();

    private final Answer contract = file("openapi.yaml", YAML, Map.of());
    private final Answer page =
            file("docs/index.html", ContentTypes.TEXT_HTML_UTF8, Map.of("Content-Security-Policy", POLICY));
    private final Map<String, Answer> files = Map.of(
            "start.js", file("docs/start.js", SCRIPT, Map.of()),
            "swagger-ui-bundle.js", file(UI + "swagger-ui-bundle.js", SCRIPT, Map.of()),
            "swagger-ui.css", file(UI + "swagger-ui.css", CSS, Map.of()),
            "favicon-32x32.png", file(UI + "favicon-32x32.png", PNG, Map.of()));

    List<Operation> operations() {
        return List.of(
                Operation.open("readContract", "/openapi.yaml", in -> always(contract)),
                Operation.open("readDocs", "/docs", in -> always(page)),
                Operation.open("readDocsFile", "/docs/{file}", in -> always(file(in.parameter("file")))));
    }

    private static Supplier<CompletionStage<Answer>> always(Answer answer) {
        return () -> CompletableFuture.completedStage(answer);
    }

    private Answer file(String name) {
        var known = files.get(name);
        return known == null ? Refusal.of(Problem.NOT_FOUND, "There is no file of that name.") : known;
    }

    /** Public, and the same until the program is another. */
    private static Answer file(String resource, ContentType type, Map<String, String> headers) {
        return new Content(200, headers, type, read(resource)).withHeader("Cache-Control", "public, max-age=300");
    }

    private static byte[] read(String resource) {
        try (var in = DocsRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The archive of Swagger UI keeps its files under its version. */
    private static String uiVersion() {
        try (var in = DocsRoutes.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("Swagger UI is not on the class path");
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static ContentType type(String main, String sub) {
        return ContentTypes.create(MediaTypes.customWithFixedCharset(main, sub, HttpCharsets.UTF_8, Map.of(), false));
    }
}
