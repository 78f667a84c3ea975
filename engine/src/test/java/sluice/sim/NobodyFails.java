package sluice.sim;

final class NobodyFails extends Check {

    NobodyFails(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "No actor throws.";
    }

    @Override
    public void failed(String actor, RuntimeException failure) {
        var at = failure.getStackTrace();
        violated("%s: %s at %s", actor, failure, at.length == 0 ? "an unknown place" : at[0]);
    }
}
