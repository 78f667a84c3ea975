package sluice.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.http.ServedNode.CannotServe;
import sluice.node.InvalidSetting;
import sluice.node.NodeSettings;
import sluice.node.StartFailed;

/** Serves the API from a node of its own, until the process is told to stop. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Settings come from {@code SLUICE_…} variables; a start that fails prints one line saying what to change, and ends with status 1. */
    public static void main(String[] arguments) {
        try {
            ServedNode.start(NodeSettings.ofProcess());
        } catch (InvalidSetting | StartFailed | CannotServe expected) {
            LOG.debug("The start failed", expected);
            end(String.valueOf(expected.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("The start failed", bug);
            end(bug.toString());
        }
    }

    private static void end(String why) {
        System.err.println("Sluice cannot start. " + why);
        System.exit(1);
    }
}
