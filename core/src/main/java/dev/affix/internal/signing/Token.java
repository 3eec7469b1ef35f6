package dev.affix.internal.signing;

/** What a signed text says, by purpose. */
public sealed interface Token permits ServeToken, PolicyToken, PutToken, StagedToken {}
