package io.llmp.batch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.springframework.context.annotation.Configuration;

/** The rules of the packages: their order, closed adapters, Spring Batch in one place, and no clock but the one handed in. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.llmp.batch";

    /** In the order of the data: a package may use those before it, none after it. */
    static final List<String> ORDER = List.of(
            "problem",
            "schema",
            "limit",
            "store",
            "event",
            "input",
            "template",
            "simulator",
            "llm",
            "record",
            "dispatch",
            "answer",
            "export",
            "report",
            "run",
            "metrics",
            "estimate",
            "cli",
            "starter");

    @ArchTest
    static final ArchRule packagesUseOnlyThoseBeforeThem = classes().should(useOnlyPackagesBeforeTheirOwn());

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = classes()
            .should(new ArchCondition<>("be in a package that has a place in the order") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!ORDER.contains(concept(type))) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no known package"));
                    }
                }
            });

    @ArchTest
    static final ArchRule noTwoPackagesUseEachOther =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule adaptersArePrivate = classes()
            .that()
            .resideInAnyPackage(
                    "..event.jdbc..",
                    "..input.csv..",
                    "..input.parquet..",
                    "..template.jdbc..",
                    "..llm.anthropic..",
                    "..llm.openai..",
                    "..record.dataset..",
                    "..record.jdbc..",
                    "..export.csv..",
                    "..export.local..",
                    "..export.parquet..",
                    "..report.html..",
                    "..report.markdown..",
                    "..report.json..")
            .and()
            .areTopLevelClasses()
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule onlyProtocolsUseWhatProtocolsShare = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".llm.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..llm.http..");

    @ArchTest
    static final ArchRule protocolsKnowNothingOfEachOther =
            slices().matching(ROOT + ".llm.(openai|anthropic)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyRunsUseSpringBatch = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.batch..", "org.springframework.boot.batch..");

    @ArchTest
    static final ArchRule hardPartsNeedNoSpring = noClasses()
            .that(resideInAnyPackage(ROOT + ".problem..", ROOT + ".schema..", ROOT + ".limit..", ROOT + ".template..")
                    .and(not(resideInAPackage("..template.jdbc.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule onlyConfigurationsReadTheClock = noClasses()
            .that(not(simpleNameEndingWith("Configuration")))
            .should()
            .accessTargetWhere(readsTheClock());

    /** What an application reaches works with what the plain jar brings; the others need optional dependencies. */
    @ArchTest
    static final ArchRule applicationsNeedNoOptionalLibrary = noClasses()
            .that(not(resideInAnyPackage(
                    ROOT + ".cli..", ROOT + ".metrics..", ROOT + ".input.parquet..", ROOT + ".export.parquet..")))
            .and()
            // Of Parquet's compression; nothing but the two above uses it.
            .doNotHaveFullyQualifiedName(ROOT + ".input.NativeZstd")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "picocli..",
                    "org.jline..",
                    "ch.qos.logback..",
                    "org.postgresql..",
                    "org.flywaydb.database.postgresql..",
                    "io.micrometer.registry..",
                    "io.micrometer.prometheusmetrics..",
                    "io.prometheus..",
                    "io.opentelemetry..",
                    "org.apache.parquet..",
                    "org.apache.avro..",
                    "org.apache.hadoop..",
                    "com.github.luben..",
                    "org.xerial..");

    @ArchTest
    static final ArchRule onlyParquetUsesItsCompression = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".input.parquet..", ROOT + ".export.parquet..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".input.NativeZstd")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(ROOT + ".input.NativeZstd");

    @ArchTest
    static final ArchRule onlyTheProgramUsesItsLoggingLibrary = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ch.qos.logback..");

    @ArchTest
    static final ArchRule nobodySetsASystemProperty = noClasses()
            .should()
            .accessTargetWhere(target(owner(DescribedPredicate.describe(
                            "System", (JavaClass type) -> type.isEquivalentTo(System.class))))
                    .and(target(nameMatching("setProperty|setProperties|clearProperty")))
                    .as("sets a system property"));

    @ArchTest
    static final ArchRule configurationsAreClosed =
            classes().that().areAnnotatedWith(Configuration.class).should().notBePublic();

    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        DescribedPredicate<JavaAccess<?>> system = target(owner(
                        DescribedPredicate.describe("System", (JavaClass type) -> type.isEquivalentTo(System.class))))
                .and(target(nameMatching("currentTimeMillis|nanoTime")))
                .forSubtype();
        DescribedPredicate<JavaAccess<?>> dates = target(owner(DescribedPredicate.describe(
                        "a date type",
                        (JavaClass type) -> List.of(Instant.class, LocalDate.class, LocalDateTime.class).stream()
                                .anyMatch(type::isEquivalentTo))))
                .and(target(nameMatching("now")))
                .forSubtype();
        DescribedPredicate<JavaAccess<?>> clocks = target(owner(
                        DescribedPredicate.describe("Clock", (JavaClass type) -> type.isEquivalentTo(Clock.class))))
                .and(target(nameMatching("system.*|tick.*")))
                .forSubtype();
        return system.or(dates).or(clocks).as("reads the clock");
    }

    private static ArchCondition<JavaClass> useOnlyPackagesBeforeTheirOwn() {
        return new ArchCondition<>("use only packages before their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = ORDER.indexOf(concept(type));
                type.getDirectDependenciesFromSelf().stream()
                        .filter(used -> used.getTargetClass().getPackageName().startsWith(ROOT + "."))
                        .filter(used -> ORDER.indexOf(concept(used.getTargetClass())) > own)
                        .forEach(used -> events.add(SimpleConditionEvent.violated(used, used.getDescription())));
            }
        };
    }

    private static String concept(JavaClass type) {
        String inside =
                type.getPackageName().substring(Math.min(type.getPackageName().length(), ROOT.length() + 1));
        return inside.contains(".") ? inside.substring(0, inside.indexOf('.')) : inside;
    }
}
