package io.vmregistry.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All keys and when each signs. What a key is at a moment follows from the times alone, so that every server that knows
 * the ring comes to the same conclusion.
 *
 * @param entries by the time from which they sign, earliest first; never empty
 */
public record KeyRing(List<Entry> entries) {

    /**
     * One key.
     *
     * @param publishedAt since when it is in the key set
     * @param usedFrom when it begins to sign, and the one before ceases to
     * @param signing the pair; empty when the private key is not there, as none is needed of one that signs no more
     */
    public record Entry(
            String id,
            KeyCertificate certificate,
            Instant publishedAt,
            Instant usedFrom,
            Optional<SigningKey> signing) {

        static Entry of(SigningKey key, Instant publishedAt, Instant usedFrom) {
            return new Entry(key.id(), KeyCertificate.of(key), publishedAt, usedFrom, Optional.of(key));
        }
    }

    /** What a key is at a moment. */
    public enum State {
        /** Published, not signing yet. */
        NEXT,
        CURRENT,
        /** Signs no more; tokens that it signed may still count. */
        RETIRING,
        /** No token that it signed counts any more. */
        OVER
    }

    public KeyRing {
        entries = entries.stream().sorted(Comparator.comparing(Entry::usedFrom)).toList();
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a ring without keys");
        }
    }

    /** The key that signs: the latest whose time has come, or the first one of all. */
    public Entry current(Instant now) {
        return entries.get(currentIndex(now));
    }

    private int currentIndex(Instant now) {
        return IntStream.range(0, entries.size())
                .filter(index -> !entries.get(index).usedFrom().isAfter(now))
                .max()
                .orElse(0);
    }

    /** The key that is announced and has not begun to sign. */
    public Optional<Entry> next(Instant now) {
        return entries.stream()
                .skip(currentIndex(now) + 1L)
                .filter(entry -> entry.usedFrom().isAfter(now))
                .findFirst();
    }

    public Optional<Entry> find(String id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /**
     * What the entry is.
     *
     * @param tokenLife how long a token counts that was signed in a key's last moment
     */
    public State state(Entry entry, Instant now, Duration tokenLife) {
        int index = entries.indexOf(entry);
        int current = currentIndex(now);
        if (index > current) {
            return State.NEXT;
        }
        if (index == current) {
            return State.CURRENT;
        }
        Instant superseded = entries.get(index + 1).usedFrom();
        return now.isBefore(superseded.plus(tokenLife)) ? State.RETIRING : State.OVER;
    }

    /** The entries whose keys count now: the current one first, then the next, then the retiring. */
    public List<Entry> published(Instant now, Duration tokenLife) {
        List<Entry> published = new ArrayList<>();
        for (State wanted : List.of(State.CURRENT, State.NEXT, State.RETIRING)) {
            entries.stream()
                    .filter(entry -> state(entry, now, tokenLife) == wanted)
                    .forEach(published::add);
        }
        return List.copyOf(published);
    }

    /**
     * What signs and verifies now.
     *
     * @throws KeyException when the private key of the current entry is not there
     */
    public KeySet keysAt(Instant now, Duration tokenLife) {
        SigningKey signing = current(now)
                .signing()
                .orElseThrow(() -> new KeyException(
                        "Tried to sign with key %s but failed because its private key is not in the keys directory. Copy %s.key there from the server that made it."
                                .formatted(current(now).id(), current(now).id())));
        Map<String, KeyCertificate> published = new LinkedHashMap<>();
        published(now, tokenLife).forEach(entry -> published.put(entry.id(), entry.certificate()));
        return new KeySet(signing, published);
    }

    KeyRing with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new KeyRing(more);
    }

    KeyRing without(Entry entry) {
        return new KeyRing(
                entries.stream().filter(other -> !other.equals(entry)).toList());
    }
}
