@NullMarked
package dev.affix.benchmarks.scenarios;

import org.jspecify.annotations.NullMarked;
