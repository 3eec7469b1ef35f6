/**
 * What happens to attachments over time, for code that watches ({@link
 * dev.affix.lifecycle.AttachmentListener}), guards ({@link dev.affix.lifecycle.UploadInspector}) or
 * tends them ({@link dev.affix.lifecycle.HousekeepingReport}, {@link
 * dev.affix.lifecycle.Deletions}, {@link dev.affix.lifecycle.AuditReport}, {@link
 * dev.affix.lifecycle.Repair}).
 */
@NullMarked
package dev.affix.lifecycle;

import org.jspecify.annotations.NullMarked;
