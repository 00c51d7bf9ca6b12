package io.vmregistry.e2e.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a command printed with {@code -o json}. */
public final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static JsonNode of(Vmr.Outcome outcome) {
        try {
            return MAPPER.readTree(outcome.stdout());
        } catch (JsonProcessingException e) {
            throw new AssertionError("standard output is no JSON: " + outcome, e);
        }
    }

    /** The elements of the list that was printed. */
    public static Stream<JsonNode> elements(Vmr.Outcome outcome) {
        return StreamSupport.stream(of(outcome).spliterator(), false);
    }
}
