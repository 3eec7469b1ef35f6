/**
 * Core with real databases: the life of blobs and attachments, the loader, bad input. These tests
 * stand beside the contracts since they need a storage service, and core cannot depend on one.
 */
@NullMarked
package dev.affix.proof;

import org.jspecify.annotations.NullMarked;
