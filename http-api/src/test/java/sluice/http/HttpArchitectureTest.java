package sluice.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "sluice.http", importOptions = DoNotIncludeTests.class)
final class HttpArchitectureTest {

    @ArchTest
    static final ArchRule entitiesAreReachedThroughTheEngineOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..sharding..", "..cluster..", "..persistence..", "sluice.journal..", "java.sql..");
}
