/** The long proofs of bin/torture. */
@NullMarked
package dev.affix.benchmarks.torture;

import org.jspecify.annotations.NullMarked;
