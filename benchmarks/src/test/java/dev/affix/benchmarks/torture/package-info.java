@NullMarked
package dev.affix.benchmarks.torture;

import org.jspecify.annotations.NullMarked;
