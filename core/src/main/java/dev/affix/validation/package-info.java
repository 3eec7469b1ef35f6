/**
 * Constraints on the fields of handles. Affix checks them itself before bytes move, whether or not
 * Jakarta Validation is on the class path; where it is, they are ordinary constraints too.
 */
@NullMarked
package dev.affix.validation;

import org.jspecify.annotations.NullMarked;
