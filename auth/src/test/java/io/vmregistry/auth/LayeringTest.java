package io.vmregistry.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;

@AnalyzeClasses(packages = "io.vmregistry.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    @ArchTest
    static final ArchRule ENTITIES_STAY_IN_THE_ADAPTERS =
            classes().that().areAnnotatedWith(Entity.class).should().resideInAPackage("..postgres");

    @ArchTest
    static final ArchRule ONLY_ADAPTERS_KNOW_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackage("..postgres")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..postgres", "jakarta.persistence..", "org.hibernate..");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackage("..api")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..auth.api..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule KEYS_AND_RULES_KNOW_NO_TOKENS = noClasses()
            .that()
            .resideInAnyPackage("..auth.key..", "..auth.acl..", "..auth.account..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..auth.token..");
}
