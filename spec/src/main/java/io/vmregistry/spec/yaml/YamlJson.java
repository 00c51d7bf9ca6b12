package io.vmregistry.spec.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A tree as JSON, by YAML's core schema. Aliases are written out; the reader's limits bound what that costs. */
public final class YamlJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_NUMBER = 400;

    private YamlJson() {}

    public static JsonNode from(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> from(scalar);
            case Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.items().forEach(item -> array.add(from(item)));
                yield array;
            }
            case Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.name(), from(entry.value())));
                yield object;
            }
        };
    }

    private static JsonNode from(Scalar scalar) {
        String text = scalar.text();
        if (text.length() > MAX_NUMBER) {
            return JSON.textNode(text);
        }
        return switch (scalar.kind()) {
            case NULL -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(text.equalsIgnoreCase("true"));
            case INTEGER -> JSON.numberNode(integerOf(text));
            case FLOAT -> floatOf(text);
            case TEXT -> JSON.textNode(text);
        };
    }

    private static BigInteger integerOf(String text) {
        if (text.startsWith("0o")) {
            return new BigInteger(text.substring(2), 8);
        }
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }

    /** Infinities and NaN have no JSON number: they stay text. */
    private static JsonNode floatOf(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
    }
}
