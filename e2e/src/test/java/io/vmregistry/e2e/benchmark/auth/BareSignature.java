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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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

    /**
     * Signatures in a CPU second, counted for so many seconds with every processor signing: two that share a core are slower than
     * one of them alone, and a server under load has no idle one beside it either.
     */
    double perCpuSecond(double seconds) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        List<Callable<Double>> work = Collections.nCopies(processors, () -> perCpuSecondOfThisThread(seconds));
        try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
            double sum = 0;
            for (Future<Double> rate : threads.invokeAll(work)) {
                sum += rate.get();
            }
            return sum / processors;
        }
    }

    private double perCpuSecondOfThisThread(double seconds) throws Exception {
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
