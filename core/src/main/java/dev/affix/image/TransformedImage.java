package dev.affix.image;

/**
 * What a processor made.
 *
 * @param bytes the file; not copied, so nobody changes it
 * @param format its format
 * @param width pixels; of one frame, if animated
 * @param height pixels; of one frame, if animated
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared never
public record TransformedImage(byte[] bytes, ImageFormat format, int width, int height) {}
