/** Keeps bulk work to a {@link dev.affix.pace.Pace}: reads the signals and makes threads wait. */
@NullMarked
package dev.affix.internal.pacing;

import org.jspecify.annotations.NullMarked;
