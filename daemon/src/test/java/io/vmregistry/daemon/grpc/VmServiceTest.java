package io.vmregistry.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.proto.v1.VMServiceGrpc;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VmServiceTest {

    @Test
    void everyRpcIsBuiltOrNamesWhatToUseInstead() {
        List<String> built = Arrays.stream(VmService.class.getDeclaredMethods())
                .map(Method::getName)
                .toList();
        Set<String> unbuilt = rpcs().stream()
                .filter(rpc -> !built.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList()
                        .contains(rpc.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(UnbuiltRpcs.names())).isEqualTo(unbuilt);
    }

    private static Set<String> rpcs() {
        return VMServiceGrpc.getServiceDescriptor().getMethods().stream()
                .map(method -> method.getBareMethodName())
                .collect(Collectors.toSet());
    }
}
