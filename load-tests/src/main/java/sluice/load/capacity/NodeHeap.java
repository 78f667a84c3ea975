package sluice.load.capacity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import sluice.load.process.ServedNode;

/** The heap of a node in a process of its own, as its JVM logs it after each collection. */
public final class NodeHeap {

    private static final Pattern AFTER = Pattern.compile("Pause .*?(\\d+)M->(\\d+)M\\(\\d+M\\)");
    private static final Pattern FULL = Pattern.compile("Pause Full .*?(\\d+)M->(\\d+)M\\(\\d+M\\)");

    private final Path log;

    public NodeHeap(Path log) {
        this.log = log;
    }

    /** The option that makes the node's JVM write the log. */
    public String option() {
        return "-Xlog:gc:file=" + log.toAbsolutePath() + ":uptime";
    }

    /** Megabytes after each collection so far. */
    public List<Integer> megabytes() throws IOException {
        return megabytes(AFTER);
    }

    private List<Integer> megabytes(Pattern pause) throws IOException {
        var after = new ArrayList<Integer>();
        for (var line : Files.readAllLines(log)) {
            var found = pause.matcher(line);
            if (found.find()) {
                after.add(Integer.parseInt(found.group(2)));
            }
        }
        return after;
    }

    /** Has the node collect everything that is not in use and returns how many megabytes are. */
    public int collect(ServedNode node) throws IOException, InterruptedException {
        int before = megabytes(FULL).size();
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(node.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("jcmd does not reach the node");
        }
        var all = megabytes(FULL);
        if (all.size() == before) {
            throw new IOException("no full collection stands in " + log);
        }
        return all.getLast();
    }
}
