package sluice.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The judge is worth something only while it shares nothing with what it judges. */
@AnalyzeClasses(packages = "sluice.load")
final class IndependenceTest {

    private static final String[] JUDGED = {
        "sluice",
        "sluice.account..",
        "sluice.due..",
        "sluice.entity..",
        "sluice.journal..",
        "sluice.order..",
        "sluice.placement..",
        "sluice.readmodel..",
        "sluice.stock..",
        "sluice.value..",
        "sluice.node..",
        "sluice.http.."
    };

    @ArchTest
    static final ArchRule JUDGE_AND_CLIENTS_USE_NOTHING_OF_THE_ENGINE = noClasses()
            .that()
            .resideInAnyPackage(
                    "sluice.load.judge..", "sluice.load.client..", "sluice.load.process..", "sluice.load.webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JUDGED);
}
