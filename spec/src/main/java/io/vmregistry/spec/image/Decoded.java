package io.vmregistry.spec.image;

import java.util.Optional;

/** What bytes from elsewhere turned out to be. */
public sealed interface Decoded<T> {

    record Valid<T>(T content) implements Decoded<T> {}

    /** Not usable; {@code problem} says why, for a person. */
    record Invalid<T>(String problem) implements Decoded<T> {}

    default Optional<T> value() {
        return switch (this) {
            case Valid<T>(T content) -> Optional.of(content);
            case Invalid<T> invalid -> Optional.empty();
        };
    }

    /** For bytes that were checked before, or whose reader has one place for faults. */
    default T orElseThrow() throws InvalidImageException {
        return switch (this) {
            case Valid<T>(T content) -> content;
            case Invalid<T>(String problem) -> throw new InvalidImageException(problem);
        };
    }
}
