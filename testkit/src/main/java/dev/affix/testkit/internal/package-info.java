/** What the testkit's own packages share; no part of its API. */
@NullMarked
package dev.affix.testkit.internal;

import org.jspecify.annotations.NullMarked;
