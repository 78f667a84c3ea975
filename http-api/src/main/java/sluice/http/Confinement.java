package sluice.http;

/**
 * How an operation keeps to one account what a key bound to that account asks. An operation that says nothing is refused to such
 * keys, so one that is added later opens no account by being forgotten.
 */
enum Confinement {
    /** In no way: it is not for keys that are bound to an account. */
    NONE,

    /**
     * It shows and changes only what is the account's, and answers for all else as if it were not there. It asks the engine as the key
     * sees it, see {@link Engines}, or limits what it reads to {@link sluice.key.ApiKey#account}.
     */
    TO_ACCOUNT,

    /** It shows what belongs to no account, and changes nothing. */
    SHARED
}
