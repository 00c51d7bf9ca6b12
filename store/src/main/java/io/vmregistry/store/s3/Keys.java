package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.referrer.ReferrerIndex.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things are in the bucket. No segment of a repository begins with an underscore, so nothing below one can be taken
 * for a repository, whatever it is called; and no key is another one's with a slash and more behind it, because stores that
 * keep objects as files refuse that.
 */
final class Keys {

    static final String BLOBS = "blobs/";
    static final String DATA = "data/";
    static final String UPLOADS = "uploads/";
    static final String CATALOG = "catalog/";
    static final String LINKED = "linked/";
    static final String MANIFESTS = "manifests/";

    private static final String REFERRERS = "/_referrers/";
    private static final Pattern REFERRER = Pattern.compile(
            MANIFESTS + "(?<repository>.+)" + REFERRERS + "(?<subject>[^/]+/[^/]+)/(?<referrer>[^/]+/[^/]+)");

    /** Ends a repository's name in a listing of names: it comes before every character that a name can have. */
    private static final String END = "!";

    /** No name or tag is longer. */
    private static final int LONGEST_NAME = 300;

    private Keys() {}

    static String blobs(Digest.Algorithm algorithm) {
        return BLOBS + algorithm.label() + "/";
    }

    static String blob(Digest digest) {
        return blobs(digest.algorithm()) + digest.hex();
    }

    /** Bytes whose digest was learnt after they were written. */
    static String data(UploadId id) {
        return DATA + id;
    }

    static String guards(Digest.Algorithm algorithm) {
        return "guards/" + algorithm.label() + "/";
    }

    static String guards(Digest digest) {
        return guards(digest.algorithm()) + digest.hex() + "/";
    }

    static String upload(UploadId id) {
        return UPLOADS + id + "/";
    }

    static String session(UploadId id) {
        return upload(id) + "session";
    }

    static String manifests(RepositoryName repository) {
        return ofManifests(repository) + "_manifests/";
    }

    static String manifest(RepositoryName repository, Digest digest) {
        return manifests(repository) + path(digest) + "/manifest.json";
    }

    static String tags(RepositoryName repository) {
        return ofManifests(repository) + "_tags/";
    }

    static String tag(RepositoryName repository, Tag tag) {
        return tags(repository) + tag;
    }

    /** Tags that were pointed at a manifest at some time. */
    static String tagged(RepositoryName repository, Digest manifest) {
        return ofManifests(repository) + "_tagged/" + path(manifest) + "/";
    }

    static String manifestIntents(RepositoryName repository) {
        return ofManifests(repository) + "_intents/";
    }

    static String referrers(RepositoryName repository, Digest subject) {
        return MANIFESTS + repository + REFERRERS + path(subject) + "/";
    }

    static String referrer(RepositoryName repository, Digest subject, Digest referrer) {
        return referrers(repository, subject) + path(referrer);
    }

    /** What a key says when it is an entry of the referrers index. */
    static Optional<Entry> referrerEntry(String key, Instant linked) {
        Matcher entry = REFERRER.matcher(key);
        if (!entry.matches()) {
            return Optional.empty();
        }
        Optional<Digest> subject = digest(entry.group("subject"));
        Optional<Digest> referrer = digest(entry.group("referrer"));
        return RepositoryName.parse(entry.group("repository"))
                .filter(_ -> subject.isPresent() && referrer.isPresent())
                .map(repository -> new Entry(repository, subject.orElseThrow(), referrer.orElseThrow(), linked));
    }

    /** A digest's colon is a slash in its key, which changes nothing in the order: no label begins with another one. */
    static String afterReferrer(RepositoryName repository, Digest subject, String last) {
        return last.isEmpty() ? "" : referrers(repository, subject) + printable(last.replaceFirst(":", "/"));
    }

    private static String ofManifests(RepositoryName repository) {
        return MANIFESTS + repository + "/";
    }

    static String members(RepositoryName repository) {
        return "repositories/" + repository + "/_blobs/";
    }

    static String member(RepositoryName repository, Digest blob) {
        return members(repository) + path(blob);
    }

    static String memberIntents(RepositoryName repository, Digest blob) {
        return "repositories/" + repository + "/_intents/" + path(blob) + "/";
    }

    /** A repository in a listing that has the order of names. */
    static String named(String listing, RepositoryName repository) {
        return listing + repository + END;
    }

    static Optional<RepositoryName> repositoryOf(String listing, String key) {
        return key.endsWith(END)
                ? RepositoryName.parse(key.substring(listing.length(), key.length() - END.length()))
                : Optional.empty();
    }

    /** The key behind which the names after {@code last} are, which a client may have made up. */
    static String afterName(String listing, String last) {
        return last.isEmpty() ? "" : listing + printable(last) + END;
    }

    static String afterTag(RepositoryName repository, String last) {
        return last.isEmpty() ? "" : tags(repository) + printable(last);
    }

    /** Its longest beginning that S3 takes in a key; nothing that is stored lies between the two. */
    private static String printable(String text) {
        int end = 0;
        while (end < text.length() && end < LONGEST_NAME && text.charAt(end) > ' ' && text.charAt(end) <= '~') {
            end++;
        }
        return text.substring(0, end);
    }

    static String path(Digest digest) {
        return digest.algorithm().label() + "/" + digest.hex();
    }

    /** Reverses {@link #path}. */
    static Optional<Digest> digest(String path) {
        return Digest.parse(path.replaceFirst("/", ":"));
    }
}
