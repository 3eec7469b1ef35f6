/** Upload in, staged blob out: inspect, sniff, constrain, stream and hash, verify. */
@NullMarked
package dev.affix.internal.staging;

import org.jspecify.annotations.NullMarked;
