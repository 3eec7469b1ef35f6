/**
 * From a request with a token to an answer: {@link dev.affix.internal.serving.ProxyHandler} reads
 * objects through the application, and asks through the ports beside it for the little that no
 * token can say.
 */
@NullMarked
package dev.affix.internal.serving;

import org.jspecify.annotations.NullMarked;
