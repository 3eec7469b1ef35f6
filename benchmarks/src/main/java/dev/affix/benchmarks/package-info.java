/** What bin/bench and bin/torture start. */
@NullMarked
package dev.affix.benchmarks;

import org.jspecify.annotations.NullMarked;
