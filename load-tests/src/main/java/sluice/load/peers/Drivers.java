package sluice.load.peers;

import java.io.IOException;
import java.util.Optional;

/** Makes what drives the sides of one scenario. */
interface Drivers extends AutoCloseable {

    Driver driver(Side side);

    /** Why the scenario cannot be played, if it cannot. */
    Optional<String> missing(Side engine) throws IOException, InterruptedException;

    @Override
    void close();

    static Drivers of(Scenario scenario) throws IOException {
        return switch (scenario.transport()) {
            case IN_PROCESS ->
                new Drivers() {
                    @Override
                    public Driver driver(Side side) {
                        return new InProcess(side, scenario);
                    }

                    @Override
                    public Optional<String> missing(Side engine) {
                        return Optional.empty();
                    }

                    @Override
                    public void close() {}
                };
            case HTTP -> HttpClientProcess.start(scenario, 1);
            case HTTP_BULK -> HttpClientProcess.start(scenario, 100);
        };
    }
}
