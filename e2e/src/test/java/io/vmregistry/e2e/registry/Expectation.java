package io.vmregistry.e2e.registry;

import io.vmregistry.e2e.registry.Api.Answer;
import io.vmregistry.e2e.registry.Api.Unanswered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What one repository must hold, by what was acknowledged. A request that nobody answered leaves two possibilities, until
 * somebody looks. Used by one thread at a time.
 */
final class Expectation {

    /** In a set of what a tag may name: nothing. */
    private static final String NOTHING = "";

    /** What is known of a manifest. */
    private enum Fate {
        THERE,
        GONE,
        EITHER
    }

    private final String repository;
    private final Map<String, Set<String>> tags = new TreeMap<>();
    private final Map<String, Fate> manifests = new TreeMap<>();
    private final Map<String, Image> images = new HashMap<>();

    Expectation(String repository) {
        this.repository = repository;
    }

    String repository() {
        return repository;
    }

    void pushing(String tag, Image image) {
        images.put(image.digest(), image);
        possible(tag).add(image.digest());
        if (manifests.get(image.digest()) != Fate.THERE) {
            manifests.put(image.digest(), Fate.EITHER);
        }
    }

    void pushed(String tag, Image image) {
        tags.put(tag, new HashSet<>(Set.of(image.digest())));
        manifests.put(image.digest(), Fate.THERE);
    }

    void untagging(String tag) {
        possible(tag).add(NOTHING);
    }

    void untagged(String tag) {
        tags.put(tag, new HashSet<>(Set.of(NOTHING)));
    }

    void deleting(String manifest) {
        manifests.put(manifest, Fate.EITHER);
        tags.values().stream().filter(one -> one.contains(manifest)).forEach(one -> one.add(NOTHING));
    }

    void deleted(String manifest) {
        manifests.put(manifest, Fate.GONE);
        tags.values().stream().filter(one -> one.remove(manifest)).forEach(one -> one.add(NOTHING));
    }

    private Set<String> possible(String tag) {
        return tags.computeIfAbsent(tag, _ -> new HashSet<>(Set.of(NOTHING)));
    }

    /** An image that was acknowledged and not deleted. */
    Optional<Image> any(RandomGenerator random) {
        List<String> there = manifests.entrySet().stream()
                .filter(entry -> entry.getValue() == Fate.THERE)
                .map(Map.Entry::getKey)
                .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(images.get(there.get(random.nextInt(there.size()))));
    }

    int acknowledged() {
        return (int)
                manifests.values().stream().filter(fate -> fate == Fate.THERE).count();
    }

    /** Pulls everything, and returns what is not as it must be. What was uncertain is known afterwards. */
    List<String> violations(Api api) throws Unanswered {
        List<String> violations = new ArrayList<>();
        for (Map.Entry<String, Fate> manifest : manifests.entrySet()) {
            Answer answer = get(api, manifest.getKey());
            boolean there = answer.status() == 200;
            if (!there && answer.status() != 404) {
                violations.add("%s@%s answers %d: %s"
                        .formatted(repository, manifest.getKey(), answer.status(), answer.text()));
            } else if (manifest.getValue() == (there ? Fate.GONE : Fate.THERE)) {
                violations.add("%s@%s %s"
                        .formatted(
                                repository,
                                manifest.getKey(),
                                there ? "was deleted and is there" : "was acknowledged and is lost"));
            } else if (manifest.getValue() == Fate.THERE) {
                violations.addAll(differences(api, manifest.getKey(), answer.body()));
            }
            manifest.setValue(there ? Fate.THERE : Fate.GONE);
        }
        for (Map.Entry<String, Set<String>> tag : tags.entrySet()) {
            Answer answer = get(api, tag.getKey());
            String found = answer.status() == 200 ? Sha256.of(answer.body()) : NOTHING;
            if ((answer.status() != 200 && answer.status() != 404)
                    || !tag.getValue().contains(found)) {
                violations.add("%s:%s answers %d \"%s\" and may be one of %s"
                        .formatted(repository, tag.getKey(), answer.status(), found, tag.getValue()));
            } else if (!found.isEmpty()) {
                violations.addAll(differences(api, found, answer.body()));
            }
            tag.setValue(new HashSet<>(Set.of(found)));
        }
        return violations;
    }

    private Answer get(Api api, String reference) throws Unanswered {
        return api.send("GET", "/v2/" + repository + "/manifests/" + reference);
    }

    /** What of an image does not come back bit for bit. */
    private List<String> differences(Api api, String digest, byte[] manifest) throws Unanswered {
        Image image = images.get(digest);
        List<String> differences = new ArrayList<>();
        if (!Arrays.equals(image.manifest(), manifest)) {
            differences.add("%s@%s has other bytes".formatted(repository, digest));
        }
        for (byte[] blob : image.blobs()) {
            String name = Sha256.of(blob);
            Answer answer = api.send("GET", "/v2/" + repository + "/blobs/" + name);
            if (answer.status() != 200 || !Arrays.equals(answer.body(), blob)) {
                differences.add("blob %s of %s@%s answers %d and %d bytes, not its %d"
                        .formatted(name, repository, digest, answer.status(), answer.body().length, blob.length));
            }
        }
        if (image.subject().isPresent()) {
            Answer answer = api.send(
                    "GET", "/v2/" + repository + "/referrers/" + image.subject().get());
            if (!answer.text().contains(digest)) {
                differences.add("%s@%s is not listed as a referrer".formatted(repository, digest));
            }
        }
        return differences;
    }
}
