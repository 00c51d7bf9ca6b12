package io.vmregistry.lsp.image;

import java.util.List;

/** Names of images that could be used, from a daemon or a registry. */
public interface ImageNames {

    /**
     * What is known now, in the order in which it should be offered. Never waits and never throws: whoever must ask somebody
     * does so in the background, for the next call.
     */
    List<String> known();

    /** For servers that know nobody to ask. */
    static ImageNames none() {
        return List::of;
    }
}
