package io.vmregistry.auth.acl;

/** A rule's number in the records. */
public record RuleId(long value) {}
