/**
 * The Java of README and docs: between {@code docs:begin} and {@code docs:end} stands what the
 * pages show, compiled and run like any other code.
 */
@NullMarked
package dev.affix.examples.snippets;

import org.jspecify.annotations.NullMarked;
