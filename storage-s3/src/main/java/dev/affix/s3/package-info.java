/** A storage service on Amazon S3 and stores that speak its protocol. */
@NullMarked
package dev.affix.s3;

import org.jspecify.annotations.NullMarked;
