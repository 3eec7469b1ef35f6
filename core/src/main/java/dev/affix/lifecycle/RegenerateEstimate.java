package dev.affix.lifecycle;

/**
 * What making variants would mean.
 *
 * @param files looked at
 * @param variants that would be made
 * @param sourceBytes that would be read for them
 * @param resultBytes that they would have, by the mean length of up to 1,000 variants of the same
 *     recipe
 * @param unsized how many of them are of recipes of which none is made yet, and count nothing in
 *     {@code resultBytes}
 * @param finished whether all files were looked at
 */
public record RegenerateEstimate(
    long files,
    long variants,
    long sourceBytes,
    long resultBytes,
    long unsized,
    boolean finished) {}
