/** The scenarios of bin/bench, each beside its limit. */
@NullMarked
package dev.affix.benchmarks.scenarios;

import org.jspecify.annotations.NullMarked;
