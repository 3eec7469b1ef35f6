package dev.affix.internal.attaching;

import java.time.Duration;

/**
 * What the application decided about attaching.
 *
 * @param grace how long a replaced file stays readable
 * @param stagedOnly whether {@code attach(Upload)} inside a transaction is forbidden
 */
public record AttachPolicy(Duration grace, boolean stagedOnly) {}
