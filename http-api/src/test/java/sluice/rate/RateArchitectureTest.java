package sluice.rate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "sluice.rate", importOptions = DoNotIncludeTests.class)
final class RateArchitectureTest {

    @ArchTest
    static final ArchRule ratesNeedNoDatabase = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..persistence..", "sluice.journal..", "java.sql..", "javax.sql..", "sluice.http..");

    @ArchTest
    static final ArchRule whatDecides_seesNoActors = noClasses()
            .that()
            .haveNameMatching("sluice\\.rate\\.(TokenBucket|SharedBucket|Allotment|Share|Demand|NodeLimits|Owned"
                    + "|Remembered|AtOnce)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..");
}
