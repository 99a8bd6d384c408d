package org.shomar.aggregator;

import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends many packets as several branches would.
final class Sending {
    private static final int CONNECTIONS = 4;
    private static final int PACKETS_A_BATCH = 700;

    private Sending() {}

    /// The answers, in the order of the packets.
    static List<String> batches(Client client, List<byte[]> packets) {
        List<Callable<List<String>>> requests = new ArrayList<>();
        for (int from = 0; from < packets.size(); from += PACKETS_A_BATCH) {
            List<byte[]> part =
                    packets.subList(from, Math.min(packets.size(), from + PACKETS_A_BATCH));
            requests.add(() -> client.batch(part));
        }
        return together(CONNECTIONS, requests).stream()
                .flatMap(Collection::stream)
                .toList();
    }

    /// Runs tasks on so many threads; their answers in order.
    static <T> List<T> together(int threads, List<Callable<T>> tasks) {
        try (ExecutorService branches = Executors.newFixedThreadPool(threads)) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : branches.invokeAll(tasks)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static int contest(byte[] message) {
        return packet(message).contest();
    }

    static ResultPacket packet(byte[] message) {
        return ((Decoded.Packet) PacketCodec.decode(message)).signed().packet();
    }
}
