package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.machine.MachineException.HostFailed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;

/** What a guest wrote to its console, up to now or until it ends. */
final class MachineConsole {

    private MachineConsole() {}

    static InputStream open(
            MachineRecord machine,
            Path log,
            long tailBytes,
            boolean follow,
            Predicate<MachineRecord> running,
            MachineEvents events) {
        try {
            return follow ? following(machine, log, tailBytes, running, events) : present(log, tailBytes);
        } catch (IOException e) {
            throw new HostFailed(
                    "Tried to read the console of machine \"%s\" but failed because %s".formatted(machine.name(), e),
                    e);
        }
    }

    private static InputStream present(Path log, long tailBytes) throws IOException {
        try {
            FileChannel channel = FileChannel.open(log, StandardOpenOption.READ);
            if (tailBytes > 0) {
                channel.position(Math.max(0, channel.size() - tailBytes));
            }
            return Channels.newInputStream(channel);
        } catch (NoSuchFileException e) {
            return InputStream.nullInputStream();
        }
    }

    private static InputStream following(
            MachineRecord machine, Path log, long tailBytes, Predicate<MachineRecord> running, MachineEvents events)
            throws IOException {
        ConsoleStream stream = ConsoleStream.follow(log, tailBytes);
        Machines.Watch watch = events.add(event -> {
            boolean ended = switch (event.state()) {
                case STOPPED, CRASHED, DELETING, DELETED -> true;
                case CREATING, RUNNING, SUSPENDED, UNKNOWN -> false;
            };
            if (ended && event.id().equals(machine.id())) {
                stream.finish();
            }
        });
        // Asked after watching began, so that an end in between is not missed.
        if (!running.test(machine)) {
            stream.finish();
        }
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return stream.read(target, offset, length);
            }

            @Override
            public void close() throws IOException {
                watch.close();
                super.close();
            }
        };
    }
}
