package sluice.rate;

/**
 * What a node asks of an owner, and tells it.
 *
 * @param perSecond the key's rate
 * @param burst the key's burst
 * @param least what is of use at once; with less there, {@code book} is booked ahead
 * @param want what is taken at once if it is there
 * @param book what a request that is refused now will cost when it comes again, and what others like it will meanwhile
 * @param returned what was given and not used
 * @param spent what was let through while no owner answered
 */
record Wish(int perSecond, int burst, int least, int want, int book, int returned, int spent) {

    /** Only gives back. */
    static Wish returning(int perSecond, int burst, int returned, int spent) {
        return new Wish(perSecond, burst, 0, 0, 0, returned, spent);
    }
}
