package io.vmregistry.spec.yaml;

/**
 * What a document may cost. Each bound is far above any real file and low enough that a hostile one is refused before it
 * takes memory or time.
 *
 * @param characters UTF-16 code units of text
 * @param nodes keys and values in the tree
 * @param depth mappings and lists inside each other
 * @param aliases uses of anchors
 * @param aliasedNodes keys and values that all aliases together would repeat if they were written out
 */
public record YamlLimits(int characters, int nodes, int depth, int aliases, int aliasedNodes) {

    public static final YamlLimits DEFAULT = new YamlLimits(4 << 20, 600_000, 64, 1_000, 50_000);
}
