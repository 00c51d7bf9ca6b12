package io.vmregistry.spec.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields of one JSON object, each with its path for messages. Unknown fields are left alone: newer writers may add some. */
final class JsonFields {

    private final JsonNode object;
    private final String path;

    private JsonFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    static JsonFields of(JsonNode object, String path) throws MalformedJsonException {
        if (!object.isObject()) {
            throw new MalformedJsonException((path.isEmpty() ? "it" : path) + " is not an object");
        }
        return new JsonFields(object, path);
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    JsonFields object(String name) throws MalformedJsonException {
        return of(required(name), path(name));
    }

    Optional<JsonFields> optionalObject(String name) throws MalformedJsonException {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    String text(String name) throws MalformedJsonException {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw new MalformedJsonException(path(name) + " is not text");
        }
        return value.textValue();
    }

    Optional<String> optionalText(String name) throws MalformedJsonException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    <T> T parsed(String name, Function<String, Optional<T>> parser, String wanted) throws MalformedJsonException {
        String text = text(name);
        Optional<T> value = parser.apply(text);
        if (value.isEmpty()) {
            throw new MalformedJsonException("%s is not %s: \"%s\"".formatted(path(name), wanted, abbreviate(text)));
        }
        return value.get();
    }

    long number(String name, long min, long max) throws MalformedJsonException {
        JsonNode value = required(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw new MalformedJsonException("%s is not a whole number from %d to %d".formatted(path(name), min, max));
        }
        return value.longValue();
    }

    boolean flag(String name, boolean whenAbsent) throws MalformedJsonException {
        if (!has(name)) {
            return whenAbsent;
        }
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw new MalformedJsonException(path(name) + " is neither true nor false");
        }
        return value.booleanValue();
    }

    List<JsonNode> list(String name, int max) throws MalformedJsonException {
        if (!has(name)) {
            return List.of();
        }
        JsonNode value = required(name);
        if (!value.isArray() || value.size() > max) {
            throw new MalformedJsonException("%s is not a list of at most %d entries".formatted(path(name), max));
        }
        return value.valueStream().toList();
    }

    Map<String, String> texts(String name, int max) throws MalformedJsonException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!has(name)) {
            return texts;
        }
        JsonNode value = required(name);
        if (!value.isObject() || value.size() > max) {
            throw new MalformedJsonException("%s is not an object of at most %d texts".formatted(path(name), max));
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (!field.getValue().isTextual()) {
                throw new MalformedJsonException(path(name) + "." + abbreviate(field.getKey()) + " is not text");
            }
            texts.put(field.getKey(), field.getValue().textValue());
        }
        return texts;
    }

    private JsonNode required(String name) throws MalformedJsonException {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            throw new MalformedJsonException(path(name) + " is missing");
        }
        return value;
    }

    private static String abbreviate(String text) {
        return text.length() <= 140 ? text : text.substring(0, 140) + "…";
    }
}
