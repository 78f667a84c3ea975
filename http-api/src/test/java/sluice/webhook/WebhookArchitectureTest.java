package sluice.webhook;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(packages = "sluice.webhook", importOptions = DoNotIncludeTests.class)
final class WebhookArchitectureTest {

    private static final Set<String> CORE = Set.of(
            "EndpointDelivery",
            "EndpointAttempts",
            "EndpointHealth",
            "AttemptsUnderWay",
            "EventReads",
            "RetryReads",
            "Alarm",
            "FirstAttempts",
            "DueRetries",
            "RateGate",
            "Unflushed",
            "Schedule",
            "TargetRules",
            "PublicAddresses");

    private static final DescribedPredicate<JavaClass> PURE =
            describe("are the pure core", type -> CORE.contains(topLevel(type).getSimpleName()));

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(WebhookArchitectureTest::topLevel).orElse(type);
    }

    @ArchTest
    static final ArchRule thePureCore_knowsNoActorsAndNoDatabase = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "java.sql..", "java.util.random..", "java.security..");

    @ArchTest
    static final ArchRule thePureCore_readsNoClock = noClasses()
            .that(PURE)
            .should()
            .callMethodWhere(describe("reads a clock", (JavaCall<?> call) -> {
                var name = call.getTarget().getName();
                return name.equals("now") || name.equals("nanoTime") || name.equals("currentTimeMillis");
            }));
}
