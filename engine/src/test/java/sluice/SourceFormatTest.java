package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.palantir.javaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceFormatTest {

    @Test
    void everySourceOfTheProject_isFormatted() throws IOException, FormatterException {
        var root = Path.of("").toAbsolutePath().resolve("..").normalize();
        var sources = SourceFormat.sourcesBelow(root);
        assertFalse(sources.isEmpty());
        var unformatted = new ArrayList<Path>();
        for (var source : sources) {
            var text = Files.readString(source);
            if (!SourceFormat.formatted(text).equals(text)) {
                unformatted.add(root.relativize(source));
            }
        }
        assertEquals(List.of(), unformatted, "run: mvn -Pformat");
    }
}
