/**
 * Real S3 servers for tests, started by the test run itself, and a proxy that breaks what passes
 * between a client and a server. No S3 client is needed or brought.
 */
@NullMarked
package dev.affix.testkit.s3;

import org.jspecify.annotations.NullMarked;
