package dev.affix.lifecycle;

/**
 * What looking at pictures would mean.
 *
 * @param files looked through, by their rows
 * @param pictures that would be looked at
 * @param bytes length of these; where headers are enough, far less of them is read
 * @param finished whether all files were looked through
 */
public record AnalyzeEstimate(long files, long pictures, long bytes, boolean finished) {}
