package dev.affix.internal.hibernate;

import dev.affix.internal.attaching.Transitions;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.rows.Dialect;

/** A persistence unit that an Affix was built for. */
record ActiveUnit(Mappings mappings, Transitions transitions, Dialect dialect) {}
