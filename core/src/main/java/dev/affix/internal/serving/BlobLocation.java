package dev.affix.internal.serving;

import dev.affix.storage.StorageKey;

/** Where the bytes of a blob are. */
public record BlobLocation(String service, StorageKey key) {}
