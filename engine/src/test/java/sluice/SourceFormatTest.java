package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.palantir.javaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceFormatTest {

    @Test
    void everySourceOfTheProject_isFormatted() throws IOException {
        var root = Path.of("").toAbsolutePath().resolve("..").normalize();
        var sources = SourceFormat.sourcesBelow(root);
        assertFalse(sources.isEmpty());
        var unformatted = sources.parallelStream()
                .filter(source -> !isFormatted(source))
                .map(root::relativize)
                .toList();
        assertEquals(List.of(), unformatted, "run: mvn -Pformat");
    }

    private static boolean isFormatted(Path source) {
        try {
            var text = Files.readString(source);
            return SourceFormat.formatted(text).equals(text);
        } catch (IOException | FormatterException e) {
            throw new IllegalStateException(source.toString(), e);
        }
    }
}
