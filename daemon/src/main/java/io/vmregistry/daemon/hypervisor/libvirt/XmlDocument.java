package io.vmregistry.daemon.hypervisor.libvirt;

import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes XML with indentation. Every name is ours, every value is escaped by the platform's writer. */
final class XmlDocument {

    private final XMLStreamWriter writer;
    private int depth;

    private XmlDocument(XMLStreamWriter writer) {
        this.writer = writer;
    }

    /**
     * The text of a document.
     *
     * @param attributes names and values by turns
     */
    static String of(String root, String[] attributes, Consumer<XmlDocument> content) {
        StringWriter text = new StringWriter();
        try {
            XmlDocument document =
                    new XmlDocument(XMLOutputFactory.newInstance().createXMLStreamWriter(text));
            document.element(root, attributes, content);
            document.writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written into memory", e);
        }
        return text.append('\n').toString();
    }

    XmlDocument element(String name, String[] attributes, Consumer<XmlDocument> content) {
        return write(() -> {
            indent();
            writer.writeStartElement(name);
            attributes(attributes);
            depth++;
            content.accept(this);
            depth--;
            indent();
            writer.writeEndElement();
        });
    }

    XmlDocument element(String name, Consumer<XmlDocument> content) {
        return element(name, new String[0], content);
    }

    XmlDocument empty(String name, String... attributes) {
        return write(() -> {
            indent();
            writer.writeEmptyElement(name);
            attributes(attributes);
        });
    }

    XmlDocument text(String name, String text, String... attributes) {
        return write(() -> {
            indent();
            writer.writeStartElement(name);
            attributes(attributes);
            writer.writeCharacters(checked(text));
            writer.writeEndElement();
        });
    }

    /** Our mark, in our name space. */
    XmlDocument mark(String name, String... attributes) {
        return write(() -> {
            indent();
            writer.writeEmptyElement(Mark.PREFIX, name, Mark.NAMESPACE);
            writer.writeNamespace(Mark.PREFIX, Mark.NAMESPACE);
            attributes(attributes);
        });
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int index = 0; index < attributes.length; index += 2) {
            writer.writeAttribute(attributes[index], checked(attributes[index + 1]));
        }
    }

    private void indent() throws XMLStreamException {
        writer.writeCharacters((depth == 0 ? "" : "\n") + "  ".repeat(depth));
    }

    /** XML 1.0 has no control characters, and white space in attributes is not kept. */
    private static String checked(String value) {
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character cannot be in a name or a path: " + value);
        }
        return value;
    }

    private XmlDocument write(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written into memory", e);
        }
        return this;
    }

    private interface Step {
        void run() throws XMLStreamException;
    }
}
