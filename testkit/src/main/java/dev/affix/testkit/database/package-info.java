/**
 * Real databases for tests, started by the test run itself: {@link
 * dev.affix.testkit.database.TestDatabase}. Each kind needs its own libraries on the class path; a
 * missing one shows as {@link NoClassDefFoundError} when that kind is opened.
 */
@NullMarked
package dev.affix.testkit.database;

import org.jspecify.annotations.NullMarked;
