package io.vmregistry.e2e.process;

import java.util.UUID;

/** A user of the auth server, with a name that no other test has. */
public record Account(String name, String password) {

    public static Account random() {
        String random = UUID.randomUUID().toString();
        return new Account("u" + random.substring(0, 8), random);
    }

    public Vmr.Outcome register(Vmr vmr) {
        return vmr.runWithInput(password, "register", "--username", name, "--password-stdin");
    }

    public Vmr.Outcome login(Vmr vmr) {
        return vmr.runWithInput(password, "login", "--username", name, "--password-stdin");
    }

    /** Registers and logs in, which both succeed. */
    public Account ready(Vmr vmr) {
        register(vmr).requireSuccess();
        login(vmr).requireSuccess();
        return this;
    }

    /** An image in this user's namespace. */
    public String image(String nameAndTag) {
        return name + "/" + nameAndTag;
    }

    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
