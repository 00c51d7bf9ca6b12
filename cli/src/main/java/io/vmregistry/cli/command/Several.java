package io.vmregistry.cli.command;

import io.grpc.StatusRuntimeException;
import io.vmregistry.client.ClientException;
import java.util.List;

/** Does one thing to several: all of them are tried, and the first failure decides the exit code. */
final class Several {

    private Several() {}

    /** What is done to one of them. */
    @FunctionalInterface
    interface Step {
        void take(String subject);
    }

    static int each(Desk desk, List<String> subjects, Step step) {
        int worst = ExitCode.DONE;
        for (String subject : subjects) {
            int code = one(desk, subject, step);
            if (code == ExitCode.DAEMON_UNREACHABLE || code == ExitCode.INTERRUPTED) {
                return code;
            }
            worst = worst == ExitCode.DONE ? code : worst;
        }
        return worst;
    }

    private static int one(Desk desk, String subject, Step step) {
        try {
            step.take(subject);
            return ExitCode.DONE;
        } catch (ClientException | StatusRuntimeException e) {
            return Faults.report(e, desk);
        }
    }
}
