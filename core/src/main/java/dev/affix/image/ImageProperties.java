package dev.affix.image;

import java.io.Serializable;

/**
 * What the header of a picture tells.
 *
 * @param width pixels, orientation applied; of one frame, if animated
 * @param height pixels, orientation applied; of one frame, if animated
 * @param frames number of frames or pages, 1 for a still picture
 * @param hasAlpha whether it can be transparent
 */
public record ImageProperties(int width, int height, int frames, boolean hasAlpha)
    implements Serializable {}
