/** What scenarios and proofs stand on: entity, databases, child processes, pictures. */
@NullMarked
package dev.affix.benchmarks.bed;

import org.jspecify.annotations.NullMarked;
