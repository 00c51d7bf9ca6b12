package io.vmregistry.spec.schema;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the unknown names of one document most likely meant: of the first ones only, for each is compared to every name. */
public final class Guesses {

    private static final int MOST = 20;

    private int made;

    /** Empty when no word is near enough, or enough was guessed already. */
    public Optional<String> nearest(String text, Collection<String> words) {
        return made++ < MOST ? Nearest.to(text, List.copyOf(words)) : Optional.empty();
    }
}
