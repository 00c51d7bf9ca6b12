package io.vmregistry.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The module and package rules of the architecture: which module may use which, and where a framework may be seen. */
class ModuleRulesTest {

    private static final String BASE = "io.vmregistry.";

    /** The whole list: what is not named is forbidden. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("proto", Set.of()),
            Map.entry("spec", Set.of()),
            Map.entry("store", Set.of("spec")),
            Map.entry("client", Set.of("proto", "spec")),
            Map.entry("registry", Set.of("spec", "store")),
            Map.entry("auth", Set.of("spec")),
            Map.entry("daemon", Set.of("proto", "spec", "store", "client")),
            Map.entry("cli", Set.of("proto", "spec", "client")),
            Map.entry("operator", Set.of("proto", "spec", "client")),
            Map.entry("lsp", Set.of("spec", "client")),
            Map.entry("testkit", Set.of("proto", "spec")));

    private static final Pattern DRAWERS =
            Pattern.compile(".*(Utils?|Helpers?|Managers?|Impl|Constants|Common)(\\$.*)?");

    private static JavaClasses product;

    @BeforeAll
    static void read() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.vmregistry");
    }

    static Set<String> modules() {
        return new TreeSet<>(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void usesOnlyTheModulesThatItMay(String module) {
        String[] forbidden = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(module) && !MAY_USE.get(module).contains(other))
                .map(other -> BASE + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(BASE + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(module.equals("testkit"))
                .check(product);
    }

    @Test
    void knowsEveryModule() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : product) {
            found.add(type.getPackageName().substring(BASE.length()).split("\\.", -1)[0]);
        }
        found.remove("e2e");
        assertThat(MAY_USE.keySet()).containsAll(found);
    }

    @Test
    void modulesBelowTheApplicationsSeeNoQuarkus() {
        noClasses()
                .that(resideInAnyPackage(
                        BASE + "spec..", BASE + "store..", BASE + "client..", BASE + "lsp..", BASE + "proto.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..")
                .check(product);
    }

    @Test
    void onlyTheLibvirtAdapterSeesLibvirt() {
        noClasses()
                .that(not(resideInAPackage(BASE + "daemon.hypervisor.libvirt..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.libvirt..", "com.sun.jna..")
                .check(product);
    }

    /** The registry's wiring is handed the client that it hands on; nobody else knows of it. */
    @Test
    void onlyTheS3AdapterSeesTheAwsSdk() {
        noClasses()
                .that(not(resideInAPackage(BASE + "store.s3..")))
                .and()
                .doNotHaveFullyQualifiedName(BASE + "registry.Wiring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..")
                .check(product);
    }

    @Test
    void entitiesStayInTheirAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "auth..postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "io.quarkus.hibernate..", "org.hibernate..")
                .check(product);
    }

    @Test
    void grpcStaysAtTheDaemonsEdge() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        BASE + "daemon.machine..",
                        BASE + "daemon.hypervisor..",
                        BASE + "daemon.network..",
                        BASE + "daemon.cloudinit..",
                        BASE + "daemon.image..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", BASE + "proto..")
                .check(product);
    }

    @Test
    void noClassIsADrawer() {
        classes()
                .that(not(resideInAPackage(BASE + "proto..")))
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(describe(
                        "named after a concept",
                        (JavaClass type) ->
                                !DRAWERS.matcher(type.getSimpleName()).matches())))
                .check(product);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : product) {
            JavaPackage home = type.getPackage();
            if (!home.getName().startsWith(BASE + "proto") && !home.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(home.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }
}
