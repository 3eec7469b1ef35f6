package dev.affix.internal.serving;

import dev.affix.serving.AccessCheck;
import dev.affix.storage.StorageService;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the handler asks others for.
 *
 * @param services the storage service of a name, present or former; empty if there is none
 * @param access the application's word on guarded files
 */
public record ServingPorts(
    Function<String, Optional<StorageService>> services,
    VariantProducer variants,
    BlobLookup blobs,
    AccessCheck access,
    Substitutes substitutes) {}
