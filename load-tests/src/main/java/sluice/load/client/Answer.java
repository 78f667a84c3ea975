package sluice.load.client;

/** How one attempt to place an order ended, as its client knows it. */
public sealed interface Answer {

    /** How one column of every report calls this: {@code 201}, {@code 409 insufficient-stock}, {@code 503 none}, … */
    String label();

    /**
     * The order stands.
     *
     * @param replayed whether the node says that an earlier attempt placed it
     */
    record Accepted(OrderContent order, boolean replayed) implements Answer {
        @Override
        public String label() {
            return replayed ? "201 replayed" : "201";
        }
    }

    /**
     * The present state refuses, or the request can never succeed; nothing was done.
     *
     * @param problem the last part of the problem's type: {@code insufficient-stock}
     */
    record Refused(int status, String problem) implements Answer {
        @Override
        public String label() {
            return status + " " + problem;
        }

        /** Whether it only says that another attempt under the same key is still being decided. */
        public boolean inFlight() {
            return problem.equals("request-in-flight");
        }
    }

    /**
     * Nothing was done, for want of something that will come back.
     *
     * @param status zero where there was no connection to send the request on
     */
    record NotDone(int status, String why) implements Answer {
        @Override
        public String label() {
            return status == 0 ? "not connected" : status + " none";
        }
    }

    /**
     * Whether anything was done is not known.
     *
     * @param status zero where the connection ended without an answer
     */
    record Unknown(int status, String why) implements Answer {
        @Override
        public String label() {
            return status == 0 ? "no answer" : status + " unknown";
        }
    }
}
