package dev.affix.internal.serving;

import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;

/** Where an object is to be read, and as what type. */
record Source(StorageService service, StorageKey key, String contentType) {}
