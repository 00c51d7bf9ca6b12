package io.vmregistry.auth.account;

/** The account's number in the records. It survives what a name does not. */
public record AccountId(long value) {}
