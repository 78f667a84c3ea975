package sluice.load.peers;

import java.util.Optional;

/** stub */
final class HttpClientProcess implements Drivers {
    static HttpClientProcess start(Scenario scenario, int bulk) {
        return new HttpClientProcess();
    }

    @Override
    public Driver driver(Side side) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> missing(Side engine) {
        return Optional.of("not there yet");
    }

    @Override
    public void close() {}
}
