package sluice.sim;

/** As many lives as wanted: {@code mvn -Psimulate -Dlives=1000000}. Fails at the first that breaks something. */
final class Simulate {

    private static final long SLICE = 250_000;

    private Simulate() {}

    /** Arguments: how many lives; the first seed, or "fresh". */
    public static void main(String[] arguments) throws InterruptedException {
        long lives = Long.parseLong(arguments[0]);
        long seed = arguments[1].equals("fresh") ? Simulation.freshSeed() : Long.parseLong(arguments[1]);
        System.out.println("Simulate seed " + seed);
        var whole = new Simulation.Report();
        for (long done = 0; done < lives; done += SLICE) {
            whole.add(Simulation.of(seed + done, Math.min(SLICE, lives - done)));
            System.out.println(whole);
            var broken = whole.broken();
            if (broken != null) {
                System.out.println(Simulation.told(broken, new Parts()));
                System.exit(1);
            }
        }
    }
}
