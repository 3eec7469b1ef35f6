package dev.affix.internal.serving;

import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;

/**
 * Where an object is to be read, and as what type.
 *
 * @param exact whether it is what the token names, and not something in its place, which no cache
 *     may take for it
 */
record Source(StorageService service, StorageKey key, String contentType, boolean exact) {}
