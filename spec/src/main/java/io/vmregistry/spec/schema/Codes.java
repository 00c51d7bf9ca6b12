package io.vmregistry.spec.schema;

import io.vmregistry.spec.diagnostic.Code;

/** Which code each kind of structural mistake has in each format. */
record Codes(
        Code unknownKey,
        Code missingKey,
        Code wrongType,
        Code notAChoice,
        Code badForm,
        Code outOfRange,
        Code exclusive,
        Code name,
        Code label) {

    private static final Codes VMFILE = new Codes(
            Code.VMFILE_UNKNOWN_KEY,
            Code.VMFILE_MISSING_KEY,
            Code.VMFILE_WRONG_TYPE,
            Code.VMFILE_NOT_A_CHOICE,
            Code.VMFILE_BAD_FORM,
            Code.VMFILE_OUT_OF_RANGE,
            Code.VMFILE_EXCLUSIVE,
            Code.VMFILE_NAME,
            Code.VMFILE_LABEL);

    private static final Codes VMCOMPOSE = new Codes(
            Code.COMPOSE_UNKNOWN_KEY,
            Code.COMPOSE_MISSING_KEY,
            Code.COMPOSE_WRONG_TYPE,
            Code.COMPOSE_NOT_A_CHOICE,
            Code.COMPOSE_BAD_FORM,
            Code.COMPOSE_OUT_OF_RANGE,
            Code.COMPOSE_EXCLUSIVE,
            Code.COMPOSE_NAME,
            Code.COMPOSE_LABEL);

    static Codes of(DocumentKind kind) {
        return switch (kind) {
            case VMFILE -> VMFILE;
            case VMCOMPOSE -> VMCOMPOSE;
        };
    }

    /** The code of a text that does not have its form. */
    Code badForm(Format format) {
        return switch (format) {
            case REPOSITORY, DNS_LABEL, RESOURCE_NAME, PROJECT_NAME -> name;
            case LABEL_KEY, LABEL_VALUE -> label;
            case DISK_IMAGE -> Code.VMFILE_DISK_IMAGE;
            case IMAGE -> Code.IMAGE_REFERENCE;
            case MAC -> Code.MAC_ADDRESS;
            case PORT -> Code.PORT_MAPPING;
            case REGULAR_EXPRESSION -> Code.CONSOLE_PATTERN;
            default -> badForm;
        };
    }
}
