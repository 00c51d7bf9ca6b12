package io.vmregistry.spec.yaml;

import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/** Writes a tree as block-style YAML that {@link YamlReader} reads back to the same values. Aliases are written out. */
public final class YamlWriter {

    /** Read by others, and refused by {@link YamlReader}, unless it is quoted. */
    private static final String MERGE_KEY = "<<";

    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setIndent(2)
            .setIndicatorIndent(0)
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .build();

    private final Emitter emitter;

    private YamlWriter(StreamDataWriter writer) {
        this.emitter = new Emitter(SETTINGS, writer);
    }

    public static String write(YamlNode node) {
        Collector written = new Collector();
        new YamlWriter(written).document(node);
        return written.text.toString();
    }

    private void document(YamlNode node) {
        emitter.emit(new StreamStartEvent());
        emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        node(node);
        emitter.emit(new DocumentEndEvent(false));
        emitter.emit(new StreamEndEvent());
    }

    private void node(YamlNode node) {
        switch (node) {
            case Scalar scalar -> scalar(scalar);
            case Sequence sequence -> {
                emitter.emit(new SequenceStartEvent(
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        styleOf(sequence.items().isEmpty())));
                sequence.items().forEach(this::node);
                emitter.emit(new SequenceEndEvent());
            }
            case Mapping mapping -> {
                emitter.emit(new MappingStartEvent(
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        styleOf(mapping.entries().isEmpty())));
                for (Entry entry : mapping.entries()) {
                    scalar(entry.key());
                    node(entry.value());
                }
                emitter.emit(new MappingEndEvent());
            }
        }
    }

    private static FlowStyle styleOf(boolean empty) {
        return empty ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private void scalar(Scalar scalar) {
        boolean plainIsText = ScalarKind.ofPlain(scalar.text()) == ScalarKind.TEXT
                && !scalar.text().equals(MERGE_KEY);
        boolean plain = scalar.kind() != ScalarKind.TEXT || plainIsText;
        ScalarStyle style = scalar.kind() != ScalarKind.TEXT
                ? ScalarStyle.PLAIN
                : scalar.text().indexOf('\n') >= 0
                        ? ScalarStyle.LITERAL
                        : plainIsText ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
        emitter.emit(new ScalarEvent(
                Optional.empty(), Optional.empty(), new ImplicitTuple(plain, true), scalar.text(), style));
    }

    private static final class Collector implements StreamDataWriter {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(String part) {
            text.append(part);
        }

        @Override
        public void write(String part, int offset, int length) {
            text.append(part, offset, offset + length);
        }
    }
}
