package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.outline.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.InsertTextMode;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Collects what is proposed for one place, each once, in the order in which it should be shown. */
final class Proposals {

    private static final int MOST = 300;
    private static final Pattern STOPS = Pattern.compile("\\$\\{\\d+:([^}]*)}|\\$\\{\\d+\\|([^,|]*)[^}]*\\|}|\\$\\d+");

    private final Range range;
    private final String prefix;
    private final String gap;
    private final boolean snippets;
    private final boolean colonFollows;
    private final Place place;
    private final List<CompletionItem> items = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();
    private boolean incomplete;

    Proposals(OpenDocument document, Place place, boolean snippets) {
        String text = document.text();
        this.place = place;
        this.snippets = snippets;
        this.range = document.range(place.start(), place.end());
        this.prefix = text.substring(place.start(), place.end());
        boolean tight = place.start() > 0
                && place.start() == place.end()
                && ":-".indexOf(text.charAt(place.start() - 1)) >= 0
                && place.kind() != Place.Kind.KEY;
        this.gap = tight ? " " : "";
        int after = place.end();
        while (after < text.length() && text.charAt(after) == ' ') {
            after++;
        }
        this.colonFollows = place.kind() == Place.Kind.KEY
                && place.end() > place.start()
                && after < text.length()
                && text.charAt(after) == ':';
    }

    boolean colonFollows() {
        return colonFollows;
    }

    Place place() {
        return place;
    }

    /** What stands at the place already. */
    String prefix() {
        return prefix;
    }

    List<CompletionItem> items() {
        return items;
    }

    boolean isIncomplete() {
        return incomplete;
    }

    /** More may be proposed when the user has typed on. */
    void incomplete() {
        incomplete = true;
    }

    /** @param rank smaller is shown first; equal ranks keep their order */
    void add(String label, CompletionItemKind kind, int rank, String detail, String documentation, String insert) {
        if (items.size() >= MOST) {
            if (!label.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT)) || prefix.isEmpty()) {
                incomplete = true;
                return;
            }
        }
        if (!labels.add(label)) {
            return;
        }
        CompletionItem item = new CompletionItem(label);
        item.setKind(kind);
        item.setSortText("%d%04d".formatted(rank, items.size()));
        if (!detail.isEmpty()) {
            item.setDetail(detail);
        }
        if (!documentation.isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, documentation));
        }
        boolean filled = insert.indexOf('$') >= 0;
        if (filled && snippets) {
            item.setInsertTextFormat(InsertTextFormat.Snippet);
            item.setInsertTextMode(InsertTextMode.AdjustIndentation);
        }
        String plain = filled && !snippets ? withoutStops(insert) : insert;
        item.setTextEdit(Either.forLeft(new TextEdit(range, gap + plain)));
        item.setFilterText(label);
        items.add(item);
    }

    /** A value that is inserted as it is shown. */
    void value(String value, CompletionItemKind kind, int rank, String detail) {
        String escaped = snippets && value.indexOf('$') >= 0 ? value.replace("$", "\\$") : value;
        add(value, kind, rank, detail, "", escaped);
    }

    void snippet(Snippet snippet, boolean first) {
        if (!colonFollows && !(place.flow() && snippet.text().indexOf('\n') >= 0)) {
            add(
                    snippet.label(),
                    CompletionItemKind.Snippet,
                    first ? 0 : 3,
                    snippet.detail(),
                    "```yaml\n" + withoutStops(snippet.text()) + "\n```",
                    snippets ? snippet.text() : indented(snippet.text()));
        }
    }

    /** A client without snippets may not move the further lines either. */
    private String indented(String text) {
        return text.replace("\n", "\n" + " ".repeat(place.indent()));
    }

    private static String withoutStops(String snippet) {
        return STOPS.matcher(snippet).replaceAll(found -> {
            String text = found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : "";
            return java.util.regex.Matcher.quoteReplacement(text);
        });
    }
}
