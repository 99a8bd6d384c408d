package org.shomar.aggregator;

import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Receipts and packets, each changed in one place that a test names.
final class Tampered {
    private static final Digest OTHER = Digest.sha256(new byte[] {42});

    private Tampered() {}

    /// The receipt, or the answer around it, to hand over.
    static Optional<String> answer(
            String change, JsonObject answer, Receipt receipt, NoteSigner signer)
            throws UnfitTextException {
        Note note = receipt.checkpoint();
        Checkpoint signed = Checkpoint.parse(note.text());
        String name = signer.key().name();
        return Optional.of(
                switch (change) {
                    case "proof" -> proof(receipt).toString();
                    case "index" ->
                        new Receipt(receipt.index() - 1, receipt.proof(), note).toString();
                    case "root" -> with(receipt, new Checkpoint(name, signed.size(), OTHER));
                    case "size" ->
                        with(receipt, new Checkpoint(name, signed.size() + 1, signed.root()));
                    case "origin" ->
                        with(receipt, new Checkpoint("shomar/other", signed.size(), signed.root()));
                    case "signature" -> with(receipt, note.text(), flipped(note));
                    case "signed by another key" -> signedBy(receipt, signed, name);
                    case "signed by another log" -> signedBy(receipt, signed, "shomar/other");
                    case "answer names another packet" ->
                        answer.copy().put("packet", OTHER.toString()).encode();
                    case "answer names another place" ->
                        answer.copy().put("seq", answer.getLong("seq") + 1).encode();
                    default -> receipt.toString();
                });
    }

    private static Receipt proof(Receipt receipt) {
        List<Digest> hashes = new ArrayList<>(receipt.proof());
        hashes.set(1, OTHER);
        return new Receipt(receipt.index(), hashes, receipt.checkpoint());
    }

    private static String with(Receipt receipt, Checkpoint checkpoint) {
        return with(
                receipt, checkpoint.text(), receipt.checkpoint().signatures().getFirst());
    }

    private static String with(Receipt receipt, String text, NoteSignature signature) {
        Note note = new Note(text, List.of(signature));
        return new Receipt(receipt.index(), receipt.proof(), note).toString();
    }

    private static NoteSignature flipped(Note note) {
        NoteSignature signature = note.signatures().getFirst();
        byte[] bytes = signature.bytes().clone();
        bytes[40] ^= 1;
        return new NoteSignature(signature.name(), signature.keyId(), bytes);
    }

    private static String signedBy(Receipt receipt, Checkpoint signed, String name)
            throws UnfitTextException {
        NoteSigner other =
                NoteSigner.of(name, NoteKey.Type.LOG, OTHER.bytes(), Ed25519.bouncyCastle());
        String text = new Checkpoint(name, signed.size(), signed.root()).text();
        return with(receipt, text, other.sign(text));
    }

    /// The packet to hand over beside the receipt; empty for none.
    static Optional<byte[]> packet(
            String change, TestElection election, RawPacket packet, byte[] message) {
        return Optional.ofNullable(
                switch (change) {
                    case "vote of the packet" -> swapped(packet, message);
                    case "signature of the packet" ->
                        RawPacket.flipped(message, message.length - 40);
                    case "packet of another branch" ->
                        RawPacket.of(election, 7, 12, 30, 31).sign1(TestElection.seed(12));
                    case "packet cut short" -> Arrays.copyOf(message, message.length - 1);
                    case "packet of another election" ->
                        packet.with(2, RawCbor.bytes(OTHER.bytes())).sign1(TestElection.seed(13));
                    default -> null;
                });
    }

    /// The votes of two candidates change places, under the old signature.
    private static byte[] swapped(RawPacket packet, byte[] message) {
        byte[] other = packet.with(13, RawPacket.counts(21, 40)).sign1(TestElection.seed(13));
        System.arraycopy(message, message.length - 64, other, other.length - 64, 64);
        return other;
    }
}
