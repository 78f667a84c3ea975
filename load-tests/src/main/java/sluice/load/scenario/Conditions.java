package sluice.load.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Under what conditions a figure was measured; without them it says nothing. */
public record Conditions(
        @JsonProperty int cores,
        @JsonProperty String jvm,
        @JsonProperty long heapMegabytes,
        @JsonProperty String system,
        @JsonProperty int connections,
        @JsonProperty List<String> targets) {

    public static Conditions here(int connections, List<String> targets) {
        var runtime = Runtime.getRuntime();
        return new Conditions(
                runtime.availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                runtime.maxMemory() >> 20,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                connections,
                targets);
    }

    @Override
    public String toString() {
        return "%d cores, %s, %,d MB heap, %s; %d connections to %s"
                .formatted(cores, jvm, heapMegabytes, system, connections, String.join(", ", targets));
    }
}
