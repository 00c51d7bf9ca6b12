package io.vmregistry.daemon.hypervisor.libvirt;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What libvirt describes something with, as a tree. Entities and documents' types are not read. */
record XmlTree(String name, String namespace, Map<String, String> attributes, String text, List<XmlTree> children) {

    static XmlTree parse(String xml) {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            int event = reader.next();
            while (event != XMLStreamConstants.START_ELEMENT) {
                event = reader.next();
            }
            return read(reader);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("libvirt described something in XML that is none", e);
        }
    }

    private static XmlTree read(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        String namespace = Optional.ofNullable(reader.getNamespaceURI()).orElse("");
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int index = 0; index < reader.getAttributeCount(); index++) {
            attributes.put(reader.getAttributeLocalName(index), reader.getAttributeValue(index));
        }
        StringBuilder text = new StringBuilder();
        List<XmlTree> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(reader));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlTree(
                            name,
                            namespace,
                            Map.copyOf(attributes),
                            text.toString().strip(),
                            List.copyOf(children));
                }
                default -> {}
            }
        }
    }

    /** Children of that name. */
    List<XmlTree> all(String child) {
        return children.stream().filter(element -> element.name.equals(child)).toList();
    }

    /** Grandchildren of that name, below children of that name. */
    List<XmlTree> all(String child, String grandchild) {
        return all(child).stream()
                .flatMap(element -> element.all(grandchild).stream())
                .toList();
    }

    /** The first child of that name. */
    Optional<XmlTree> first(String child) {
        return all(child).stream().findFirst();
    }

    /** An attribute's value; empty text when it is not there. */
    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** The first such child's attribute; empty text when one of them is not there. */
    String attribute(String child, String attribute) {
        return first(child).map(element -> element.attribute(attribute)).orElse("");
    }
}
