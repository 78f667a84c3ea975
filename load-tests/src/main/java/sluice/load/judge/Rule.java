package sluice.load.judge;

/** What must hold of the books, each in the words in which a breach is reported. */
public enum Rule {
    READABLE("every row can be read"),
    CONTIGUOUS("sequence numbers count from 1 without a gap"),
    ONE_WRITER("one writer per contiguous run of rows"),
    TRACED("every event says where it came from, and no key had two effects on one entity"),
    NO_OVERSELL("live claims + shipped never exceed received + adjustments"),
    NO_OVERCREDIT("no pledge raises an account's exposure above its limit"),
    LEGAL_STOCK("a claim is made, vouched, shipped and freed in order"),
    LEGAL_CREDIT("a pledge is made, vouched, invoiced and freed in order"),
    LEGAL_ORDER("an order begins with its placement or its abandonment, and takes only the transitions of the table"),
    CLAIMS_MATCH("claims are what live orders have open"),
    PLEDGES_MATCH("pledges are what live orders have unbilled"),
    EFFECTS_ONCE("each effect of an order is applied exactly once"),
    REFERENCES_MATCH("a reference exists if and only if its order does"),
    ONE_ORDER("one order per channel and external id, and per key"),
    ACKNOWLEDGED("every acknowledged order is in the journal with the content that was acknowledged"),
    SAME_ANSWER("a retry gets the first answer"),
    REFUSED_IS_NOTHING("what was refused, or answered as not done, has no order"),
    REFUSED_WITH_REASON("a refusal for want of stock or credit was true at some moment between question and answer"),
    SET_UP("what set-up was told is in the journal"),
    READ_MODELS("every row of a read model is what the journal says");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
