package io.vmregistry.daemon.hypervisor.libvirt;

import org.jspecify.annotations.Nullable;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** What libvirt answered instead of doing what it was asked. Checked: every caller says what it means there. */
final class LibvirtFault extends Exception {

    private final @Nullable ErrorNumber code;
    private final String said;

    private LibvirtFault(@Nullable ErrorNumber code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.said = message;
    }

    static LibvirtFault from(LibvirtException fault) {
        return new LibvirtFault(fault.getError().getCode(), LibvirtConnection.said(fault), fault);
    }

    /** A fault of our own bindings, which have dealt with the codes that mean something. */
    static LibvirtFault from(LibvirtNative.NativeFault fault) {
        return new LibvirtFault(null, fault.said(), fault);
    }

    /** libvirt's own words. */
    String said() {
        return said;
    }

    boolean saysNoDomain() {
        return code == ErrorNumber.VIR_ERR_NO_DOMAIN;
    }

    boolean saysNoNetwork() {
        return code == ErrorNumber.VIR_ERR_NO_NETWORK;
    }
}
