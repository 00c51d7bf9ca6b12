package io.vmregistry.lsp.image;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The names of several, those of the first one first, each name once.
 *
 * @param all asked each time; one that is slow to learn its names does not hold up the others
 */
public record SeveralImages(List<ImageNames> all) implements ImageNames {

    public SeveralImages {
        all = List.copyOf(all);
    }

    @Override
    public List<String> known() {
        SequencedSet<String> names = new LinkedHashSet<>();
        all.forEach(one -> names.addAll(one.known()));
        return List.copyOf(names);
    }
}
