package sluice.webhook;

/** What an {@link EndpointDelivery} is put together from; a planted bug replaces one of these. */
interface DeliveryParts {

    DeliveryParts SOUND = new DeliveryParts() {};

    default FirstAttempts first(long position) {
        return new FirstAttempts(position);
    }

    default DueRetries retries() {
        return new DueRetries();
    }

    default RateGate rate(int perSecond) {
        return new RateGate(perSecond);
    }

    default Schedule schedule() {
        return Schedule.STANDARD;
    }

    /** What a new owner finds. */
    default SavedDelivery found(SavedDelivery saved) {
        return saved;
    }
}
