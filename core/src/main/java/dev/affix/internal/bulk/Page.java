package dev.affix.internal.bulk;

import java.util.List;

/**
 * Some files and what is to be done with them.
 *
 * @param pieces in the order of their files
 * @param files looked at; with none there are no more
 * @param there pieces that were left out, since they are done
 */
public record Page<P extends Piece>(List<P> pieces, int files, int there, Position end) {}
