/** The commands, one class each: they translate, call and print. */
@NullMarked
package io.vmregistry.cli.command;

import org.jspecify.annotations.NullMarked;
