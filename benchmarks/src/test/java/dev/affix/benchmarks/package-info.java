@NullMarked
package dev.affix.benchmarks;

import org.jspecify.annotations.NullMarked;
