package sluice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.account.AccountEvent;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.OrderId;
import sluice.value.Slot;

/** The rules of the house that a compiler cannot see. */
class HouseRulesTest {

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sluice");

    /** The pure core: what decides and what is decided on. */
    private static final Pattern PURE_NAMES = Pattern.compile("sluice\\."
            + "((stock|account|order|placement)\\.\\w*(Rules|State)"
            + "|account\\.Receivables|placement\\.(Desk|Placement|PlacementStep|Predecessors|Pricing|References)"
            + "|entity\\.(Earmark\\w*|ClosingQueue|AnswerMemory|Entity|Front)"
            + "|due\\.(DueChanges|EffectHistory)"
            + "|value\\.\\w+)(\\$.*)?");

    private static final DescribedPredicate<JavaClass> PURE = describe(
            "are the pure core", type -> PURE_NAMES.matcher(type.getName()).matches());

    @Test
    void thePureCore_isFound() {
        var names = ENGINE.stream().filter(PURE).map(JavaClass::getSimpleName).toList();
        for (var expected : Set.of("StockRules", "StockState", "AccountState", "OrderRules", "EarmarkTable", "Slot")) {
            assertTrue(names.contains(expected), () -> expected + " is not in " + names);
        }
    }

    @Test
    void thePureCore_knowsNoActorsAndNoDatabase() {
        noClasses()
                .that(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.apache.pekko..", "scala..", "java.sql..", "javax.sql..", "org.jdbi..", "slick.."))
                .because("the same rules run in actors, tests and tools")
                .check(ENGINE);
    }

    @Test
    void thePureCore_readsNoClockAndTossesNoCoin() {
        noClasses()
                .that(PURE)
                .and(describe("make no ids", type -> !type.isEquivalentTo(OrderId.class)))
                .and(describe("make no slots", type -> !type.isEquivalentTo(Slot.class)))
                .should()
                .dependOnClassesThat(describe("are clocks or dice", HouseRulesTest::isClockOrDice))
                .orShould()
                .callCodeUnitWhere(
                        describe("reads a clock or tosses a coin", call -> readsClockOrDice(call.getTarget())))
                .because("the same past makes the same state")
                .check(ENGINE);
    }

    private static boolean isClockOrDice(JavaClass type) {
        return Stream.of(Clock.class, InstantSource.class, Random.class, RandomGenerator.class, ThreadLocalRandom.class)
                .anyMatch(type::isAssignableTo);
    }

    private static boolean readsClockOrDice(CodeUnitCallTarget target) {
        var owner = target.getOwner().getName();
        var name = target.getName();
        return (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.lang.System") && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
                || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                || (owner.equals("java.lang.Math") && name.equals("random"))
                || (owner.equals("java.util.Collections") && name.equals("shuffle"))
                || (owner.equals(OrderId.class.getName()) && name.equals("next"))
                || (owner.equals(Slot.class.getName()) && name.equals("random"));
    }

    @Test
    void packages_dependOnEachOther_inOneDirection() {
        slices().matching("sluice.(*)..").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void stockAndAccount_neverSeeOrders() {
        noClasses()
                .that()
                .resideInAnyPackage("sluice.stock..", "sluice.account..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sluice.order..", "sluice.placement..")
                .check(ENGINE);
        noClasses()
                .that()
                .resideInAPackage("sluice.stock..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sluice.account..")
                .check(ENGINE);
        noClasses()
                .that()
                .resideInAPackage("sluice.account..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sluice.stock..")
                .check(ENGINE);
    }

    @ParameterizedTest
    @ValueSource(classes = {StockEvent.class, AccountEvent.class, OrderEvent.class})
    void everyEvent_hasAWireName_ofItsOwn(Class<?> events) {
        var types = events.getAnnotation(JsonSubTypes.class);
        assertNotNull(types);
        var names = new HashSet<String>();
        var named = new HashSet<Class<?>>();
        for (var type : types.value()) {
            assertTrue(!type.name().isEmpty() && names.add(type.name()), () -> "twice or none: " + type);
            assertTrue(named.add(type.value()), () -> "two names: " + type);
        }
        assertEquals(Set.copyOf(Arrays.asList(events.getPermittedSubclasses())), named);
    }

    @Test
    void moneyAndQuantities_areNeverFloating() {
        var floating = ENGINE.stream()
                .filter(resideInAnyPackage("sluice.value", "sluice.stock", "sluice.account", "sluice.order"))
                .flatMap(type -> type.getMembers().stream())
                .filter(HouseRulesTest::isFloating)
                .map(JavaMember::getFullName)
                .sorted()
                .toList();
        assertEquals(0, floating.size(), floating::toString);
    }

    private static boolean isFloating(JavaMember member) {
        var types = member instanceof JavaCodeUnit unit
                ? Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                : Stream.of(((JavaField) member).getRawType());
        return types.anyMatch(type ->
                Set.of("float", "double", "java.lang.Float", "java.lang.Double").contains(type.getName()));
    }
}
