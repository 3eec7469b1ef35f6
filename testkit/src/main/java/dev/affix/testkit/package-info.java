/**
 * What testers of Affix and writers of storage services need: contracts, a service in memory,
 * scripted faults and a count of the SQL that ran.
 */
@NullMarked
package dev.affix.testkit;

import org.jspecify.annotations.NullMarked;
