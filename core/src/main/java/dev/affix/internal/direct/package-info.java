/**
 * Direct uploads: clients send bytes past the application's own forms, under a signed policy; what
 * they sent becomes a staged blob only as a verified copy.
 */
@NullMarked
package dev.affix.internal.direct;

import org.jspecify.annotations.NullMarked;
