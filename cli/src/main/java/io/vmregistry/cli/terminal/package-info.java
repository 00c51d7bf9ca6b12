/** What a person or a script reads: tables, JSON, YAML, progress, and the words for sizes and times. */
@NullMarked
package io.vmregistry.cli.terminal;

import org.jspecify.annotations.NullMarked;
