package io.vmregistry.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerRolesTest {

    private static final String OPERATOR = "CN=ada,OU=vm-registry-operator,O=Example";
    private static final String READ_ONLY = "CN=eve,OU=vm-registry-read-only,O=Example";

    @Test
    void everyRpcOfTheServiceIsClassifiedOnce() {
        List<String> classified = new ArrayList<>(Role.Rpcs.READING);
        classified.addAll(Role.Rpcs.CHANGING);
        classified.addAll(Role.Rpcs.LOCAL);

        assertThat(classified)
                .containsExactlyInAnyOrderElementsOf(VMServiceGrpc.getServiceDescriptor().getMethods().stream()
                        .map(MethodDescriptor::getBareMethodName)
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    void anOperatorCallsEverythingButWhatWritesTheHostsFiles() {
        Role.Rpcs.READING.forEach(rpc -> assertThat(refusal(OPERATOR, rpc)).isEmpty());
        Role.Rpcs.CHANGING.forEach(rpc -> assertThat(refusal(OPERATOR, rpc)).isEmpty());
        assertThat(refusal(OPERATOR, "ExportImage"))
                .hasValueSatisfying(why -> assertThat(why).contains("vm-registry-operator", "Unix socket"));
        assertThat(CallerRoles.refusal(new Caller.LocalUser(0, 1), VMServiceGrpc.SERVICE_NAME, "ExportImage"))
                .isEmpty();
    }

    @Test
    void aReaderCallsWhatChangesNothing() {
        Role.Rpcs.READING.forEach(rpc -> assertThat(refusal(READ_ONLY, rpc)).isEmpty());
        Role.Rpcs.CHANGING.forEach(rpc -> assertThat(refusal(READ_ONLY, rpc))
                .hasValueSatisfying(
                        why -> assertThat(why).contains(rpc, "\"vm-registry-read-only\"", "\"vm-registry-operator\"")));
        assertThat(refusal(READ_ONLY, "ExportImage")).isPresent();
        assertThat(refusal(READ_ONLY, "AnRpcThatWillBeAdded")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=mallory",
                "CN=vm-registry-operator",
                "CN=OU\\=vm-registry-operator",
                "CN=x\\,OU\\=vm-registry-operator",
                "O=vm-registry-operator",
                "OU=vm-registry-operators",
                "",
                "no name"
            })
    void aCertificateWithoutARoleOpensNothing(String subject) {
        assertThat(refusal(subject, "HealthCheck"))
                .hasValueSatisfying(why -> assertThat(why).contains("gives no role"));
    }

    @Test
    void aUnitMayStandBesideOthers() {
        assertThat(Role.of("CN=ada+OU=vm-registry-operator,O=Example")).contains(Role.OPERATOR);
        assertThat(Role.of("CN=ada,OU=Vm,OU=vm-registry-read-only,OU=vm-registry-operator"))
                .contains(Role.OPERATOR);
    }

    @Test
    void whoIsNotNamedMayDoNothing() {
        assertThat(CallerRoles.refusal(new Caller.Unnamed(), VMServiceGrpc.SERVICE_NAME, "HealthCheck"))
                .isPresent();
    }

    private static Optional<String> refusal(String subject, String rpc) {
        return CallerRoles.refusal(new Caller.CertificateHolder(subject), VMServiceGrpc.SERVICE_NAME, rpc);
    }
}
