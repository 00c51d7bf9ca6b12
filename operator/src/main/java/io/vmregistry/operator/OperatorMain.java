package io.vmregistry.operator;

/**
 * Where the operator's process begins. Reconciling VMCompose resources is not part of this version: starting it says so
 * and exits with 1, so that nobody deploys it by mistake.
 */
public final class OperatorMain {

    private OperatorMain() {}

    public static void main(String[] arguments) {
        System.err.println("vm-registry-operator: Tried to start but failed because this version has no reconciler."
                + " Bring environments up with \"vmr compose up\" against a host's daemon.");
        System.exit(1);
    }
}
