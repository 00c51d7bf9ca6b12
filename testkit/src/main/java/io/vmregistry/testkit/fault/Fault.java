package io.vmregistry.testkit.fault;

import java.time.Duration;

/** What a {@link FaultyProxy} does to a request. */
public sealed interface Fault {

    /** Nothing. */
    record None() implements Fault {}

    /** Answers it itself, with an error as an object store words it; the server does not see the request. */
    record Refuse(int status, String code) implements Fault {}

    /** Takes this many bytes of its body and breaks the connection; the server sees no more. */
    record CutRequest(long bytes) implements Fault {}

    /** Passes on this many bytes of the answer's body and breaks the connection. */
    record CutAnswer(long bytes) implements Fault {}

    /** Lets the server do it, and breaks the connection in place of an answer. */
    record LoseAnswer() implements Fault {}

    /** Passes the answer on, late. */
    record Late(Duration by) implements Fault {}
}
