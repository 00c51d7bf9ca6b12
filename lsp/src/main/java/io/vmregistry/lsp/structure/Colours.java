package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.Names;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensLegend;

/** Semantic tokens: keys, names where they are given and used, variables. What a grammar sees as well is left to it. */
public final class Colours {

    private static final String DECLARATION = "declaration";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)");

    /** In the order of their numbers in the protocol. */
    private enum Type {
        PROPERTY(0, "property"),
        SERVICE(1, "class"),
        NETWORK(2, "interface"),
        VOLUME(3, "struct"),
        PROFILE(4, "enumMember"),
        ANCHOR(5, "label"),
        VARIABLE(6, "variable");

        private final int number;
        private final String label;

        Type(int number, String label) {
            this.number = number;
            this.label = label;
        }

        static Type of(Names.Sort sort) {
            return switch (sort) {
                case SERVICE -> SERVICE;
                case NETWORK -> NETWORK;
                case VOLUME -> VOLUME;
                case PROFILE -> PROFILE;
                case ANCHOR -> ANCHOR;
            };
        }
    }

    private record Token(int start, int end, Type type, boolean declaration) {}

    private Colours() {}

    public static SemanticTokensLegend legend() {
        List<String> types = new ArrayList<>();
        for (Type type : Type.values()) {
            types.add(type.label);
        }
        return new SemanticTokensLegend(types, List.of(DECLARATION));
    }

    public static SemanticTokens of(OpenDocument document) {
        List<Token> tokens = new ArrayList<>();
        for (Names.Use use : document.names().uses()) {
            tokens.add(new Token(use.start(), use.end(), Type.of(use.sort()), use.given()));
        }
        OutlineScanner.scan(document.text(), new OutlineListener() {
            @Override
            public void key(OutlinePath path, String name, int start, int end) {
                tokens.add(new Token(start, end, Type.PROPERTY, false));
            }
        });
        if (document.kind().filter(DocumentKind.VMCOMPOSE::equals).isPresent()) {
            Matcher variables = VARIABLE.matcher(document.text());
            while (variables.find()) {
                tokens.add(new Token(variables.start(1), variables.end(1), Type.VARIABLE, false));
            }
        }
        return new SemanticTokens(encoded(document, tokens));
    }

    /** Five numbers a token, each place relative to the one before; of tokens at one place the first counts. */
    private static List<Integer> encoded(OpenDocument document, List<Token> tokens) {
        tokens.sort(Comparator.comparingInt(Token::start));
        List<Integer> data = new ArrayList<>(tokens.size() * 5);
        int line = 1;
        int column = 1;
        int behind = 0;
        for (Token token : tokens) {
            if (token.start() < behind || token.end() <= token.start()) {
                continue;
            }
            Position start = document.source().position(token.start());
            if (document.source().position(token.end()).line() != start.line()) {
                continue;
            }
            data.add(start.line() - line);
            data.add(start.line() == line ? start.column() - column : start.column() - 1);
            data.add(token.end() - token.start());
            data.add(token.type().number);
            data.add(token.declaration() ? 1 : 0);
            line = start.line();
            column = start.column();
            behind = token.end();
        }
        return data;
    }
}
