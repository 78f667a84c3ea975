package sluice.load.peers;

import java.io.IOException;

/** Makes what drives the sides of one scenario. */
interface Drivers extends AutoCloseable {

    Driver driver(Side side);

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
                    public void close() {}
                };
            case HTTP -> HttpClientProcess.start(scenario, 1);
            case HTTP_BULK -> HttpClientProcess.start(scenario, 100);
        };
    }
}
