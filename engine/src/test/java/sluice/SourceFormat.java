package sluice;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one format of all Java sources. A class rather than a Maven plugin, since a plugin parses with the compiler of Maven's own
 * JDK, which may be too old for the language that the sources are written in.
 */
public final class SourceFormat {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private SourceFormat() {}

    /** Rewrites every source of the project whose root is the working directory: {@code mvn -Pformat}. */
    public static void main(String[] arguments) throws IOException, FormatterException {
        for (var source : sourcesBelow(Path.of("").toAbsolutePath())) {
            var text = Files.readString(source);
            var formatted = formatted(text);
            if (!formatted.equals(text)) {
                Files.writeString(source, formatted);
            }
        }
    }

    static String formatted(String source) throws FormatterException {
        return FORMATTER.formatSourceAndFixImports(source);
    }

    static List<Path> sourcesBelow(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            !root.relativize(file).getName(1).toString().equals("target")) // what a module has built
                    .sorted()
                    .toList();
        }
    }
}
