package io.vmregistry.e2e.registry;

import io.vmregistry.e2e.registry.Api.Answer;
import io.vmregistry.e2e.registry.Api.Unanswered;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Pushes, tags and deletes at random in a repository that only it writes manifests to, and keeps book of it. */
final class Pusher {

    private static final int TAGS = 6;

    private final Api api;
    private final Expectation expected;
    private final Image.Source source;
    private final RandomGenerator random;
    private final Workload.Tally tally;

    Pusher(Api api, Expectation expected, Image.Source source, RandomGenerator random, Workload.Tally tally) {
        this.api = api;
        this.expected = expected;
        this.source = source;
        this.random = random;
        this.tally = tally;
    }

    /** One thing, whichever. */
    void act() throws Unanswered {
        String tag = "t" + random.nextInt(TAGS);
        Optional<Image> known = expected.any(random);
        int what = random.nextInt(100);
        if (what < 50 || known.isEmpty()) {
            push(tag, next(known));
        } else if (what < 60) {
            push(tag, known.get());
        } else if (what < 72) {
            untag(tag);
        } else if (what < 92) {
            delete(known.get());
        } else {
            abandon();
        }
    }

    private Image next(Optional<Image> known) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return source.ofShared(random);
        }
        return source.next(random, kind < 4 ? known.map(Image::digest) : Optional.empty());
    }

    private void push(String tag, Image image) throws Unanswered {
        expected.pushing(tag, image);
        for (byte[] blob : image.blobs()) {
            if (api.send("HEAD", blob(blob)).status() != 200 && !upload(blob)) {
                return;
            }
        }
        Answer answer = api.send(
                "PUT",
                "/v2/" + expected.repository() + "/manifests/" + tag,
                image.manifest(),
                "Content-Type",
                Image.MEDIA_TYPE);
        tally.answered("push", answer);
        if (answer.status() == 201) {
            expected.pushed(tag, image);
            tally.pushed();
        }
    }

    private String blob(byte[] blob) {
        return "/v2/" + expected.repository() + "/blobs/" + Sha256.of(blob);
    }

    private String uploads() {
        return "/v2/" + expected.repository() + "/blobs/uploads/";
    }

    private boolean upload(byte[] blob) throws Unanswered {
        Answer answer = switch (random.nextInt(3)) {
            case 0 -> api.send("PUT", "/v1" + blob(blob).substring("/v2".length()), blob);
            case 1 -> api.send("POST", uploads() + "?digest=" + Sha256.of(blob), blob);
            default -> uploadInChunks(blob);
        };
        tally.answered("upload", answer);
        if (answer.status() == 201) {
            tally.uploaded(blob(blob));
        }
        return answer.status() == 201;
    }

    private Answer uploadInChunks(byte[] blob) throws Unanswered {
        Answer answer = api.send("POST", uploads());
        int chunk = Math.max(1, blob.length / (1 + random.nextInt(5)));
        for (int from = 0; from < blob.length && answer.status() == 202; from += chunk) {
            int end = Math.min(blob.length, from + chunk);
            answer = api.send(
                    "PATCH",
                    answer.header("Location"),
                    Arrays.copyOfRange(blob, from, end),
                    "Content-Range",
                    from + "-" + (end - 1));
        }
        return answer.status() == 202
                ? api.send("PUT", answer.header("Location") + "?digest=" + Sha256.of(blob))
                : answer;
    }

    private void untag(String tag) throws Unanswered {
        expected.untagging(tag);
        Answer answer = api.send("DELETE", "/v2/" + expected.repository() + "/manifests/" + tag);
        tally.answered("untag", answer);
        if (answer.status() == 202 || answer.status() == 404) {
            expected.untagged(tag);
        }
    }

    private void delete(Image image) throws Unanswered {
        expected.deleting(image.digest());
        Answer answer = api.send("DELETE", "/v2/" + expected.repository() + "/manifests/" + image.digest());
        tally.answered("delete", answer);
        if (answer.status() == 202 || answer.status() == 404) {
            expected.deleted(image.digest());
        }
    }

    /** Begins what it never ends. */
    private void abandon() throws Unanswered {
        Answer answer = api.send("POST", uploads());
        tally.answered("upload", answer);
        if (answer.status() == 202) {
            tally.answered("upload", api.send("PATCH", answer.header("Location"), new byte[1000]));
        }
    }
}
