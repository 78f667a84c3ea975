package sluice.sim;

/** One thing that is always so. Its implementations are named for it and say it in a sentence. */
interface Invariant extends Watcher {

    /** The sentence. */
    String sentence();
}
