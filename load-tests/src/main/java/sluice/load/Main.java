package sluice.load;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code mvn -Pload -Dload="flash-sale --url …"}: drives a node or an engine, and judges the result. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "SCENARIO",
        description = "Drives Sluice, over HTTP or in this process, and judges the result. Exits with 1 if anything is"
                + " wrong.")
public final class Main {

    private Main() {}

    /** Exits with 0 if all is well, 1 if something is wrong with what was driven, 2 if the options are. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, arguments));
    }

    /** As {@link #main}, without ending the process; returns the exit status. */
    static int run(PrintStream out, String... arguments) {
        return new CommandLine(new Main())
                .addSubcommand(new FlashSaleCommand(out))
                .addSubcommand(new ReplayCommand(out))
                .addSubcommand(new CrashCommand(out))
                .addSubcommand(new TwoWritersCommand(out))
                .addSubcommand(new OverloadCommand(out))
                .addSubcommand(new SlowClientsCommand(out))
                .addSubcommand(new FlatCostCommand(out))
                .addSubcommand(new FootprintCommand(out))
                .addSubcommand(new RebuildCommand(out))
                .addSubcommand(new WebhooksCommand(out))
                .addSubcommand(new TailKillsCommand(out))
                .addSubcommand(new TailCostCommand(out))
                .addSubcommand(new ReconcileCommand(out))
                .execute(arguments);
    }
}
