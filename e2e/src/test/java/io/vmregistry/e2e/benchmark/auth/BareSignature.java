package io.vmregistry.e2e.benchmark.auth;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** RS256 and nothing else: what no server of tokens can be faster than on the same Java. */
record BareSignature(PrivateKey key) {

    private static final int PAYLOAD = 600;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static BareSignature of(Path pem) throws Exception {
        String body = String.join(
                "",
                Files.readAllLines(pem).stream()
                        .filter(line -> !line.startsWith("-"))
                        .toList());
        return new BareSignature(KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body))));
    }

    /** Signatures in a CPU second of this thread, counted for so many seconds. */
    double perCpuSecond(double seconds) throws Exception {
        byte[] payload = new byte[PAYLOAD];
        long begun = THREADS.getCurrentThreadCpuTime();
        long signed = 0;
        double used;
        do {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(payload);
            signature.sign();
            signed++;
            used = (THREADS.getCurrentThreadCpuTime() - begun) / 1e9;
        } while (used < seconds);
        return signed / used;
    }
}
