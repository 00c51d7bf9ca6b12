package io.vmregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import io.vmregistry.registry.settings.ServerSettings;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The flags, what their help says, and the settings behind them: three lists that have to be one. */
class ServerFlagsTest {

    /** A default that is one value; others are told in words. */
    private static final Pattern DEFAULT = Pattern.compile("Default ([^ ,]+)\\.(?: |$)");

    /** A setting that the command's name makes, and the flags that are questions. */
    private static final String TASK = "task";

    private static final List<String> QUESTIONS = List.of("-h", "-version");

    private static List<OptionSpec> options() {
        return new CommandLine(new ServerFlags()).getCommandSpec().options();
    }

    private static Stream<String> flags() {
        return options().stream().map(option -> option.names()[0]).filter(flag -> !QUESTIONS.contains(flag));
    }

    /** By the name that a flag has, without its dash. */
    private static Map<String, Method> settings() {
        return Arrays.stream(ServerSettings.class.getMethods())
                .collect(Collectors.toMap(ServerFlagsTest::kebab, setting -> setting));
    }

    private static String kebab(Method setting) {
        return setting.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Test
    void everySettingHasAFlagAndEveryFlagASetting() {
        List<String> named = flags().map(flag -> flag.substring(1)).toList();
        assertThat(settings().keySet().stream().filter(name -> !name.equals(TASK)))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @ParameterizedTest
    @MethodSource("flags")
    void aFlagReachesItsSettingWithOneDashAndWithTwo(String flag) {
        for (String written : List.of(flag, "-" + flag)) {
            ServerFlags given = new ServerFlags();
            new CommandLine(given).parseArgs(written, "some-value");
            assertThat(given.properties())
                    .containsExactly(Map.entry(ServerSettings.PREFIX + "." + flag.substring(1), "some-value"));
        }
    }

    @Test
    void theHelpNamesTheDefaultsThatHold() {
        Map<String, String> told = options().stream()
                .filter(option -> saidDefault(option).isPresent())
                .collect(Collectors.toMap(
                        option -> option.names()[0],
                        option -> saidDefault(option).orElseThrow()));
        assertThat(told.keySet())
                .contains("-port", "-storage", "-fs-path", "-gc-interval", "-gc-grace", "-upload-expiry", "-auth");
        Map<String, Method> settings = settings();
        told.forEach((flag, value) -> assertThat(settings.get(flag.substring(1)).getAnnotation(WithDefault.class))
                .as(flag)
                .isNotNull()
                .extracting(WithDefault::value)
                .isEqualTo(value));
    }

    private static Optional<String> saidDefault(OptionSpec option) {
        Matcher said = DEFAULT.matcher(String.join(" ", option.description()));
        return said.find() && !said.group(1).startsWith("AWS_") ? Optional.of(said.group(1)) : Optional.empty();
    }

    @Test
    void whatIsNotGivenIsLeftToVariablesAndFiles() {
        assertThat(new ServerFlags().properties()).isEmpty();
    }
}
