package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Goal: receipts are kept from all of a run, and never too many.
///
/// Method: runs of many lengths; the distances between what was kept.
class ReceiptSampleTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 2_048, 2_049, 5_000, 100_000, 1_000_001})
    void isSpreadOverTheRunInBoundedMemory(int acknowledged) {
        ReceiptSample sample = new ReceiptSample();
        for (int n = 0; n < acknowledged; n++) {
            sample.offer(n, new Reply(201, 0, n + 2, n + 1, "", () -> "receipt"));
        }
        List<ReceiptSample.Kept> kept = sample.kept();
        int step = kept.size() == 1 ? 1 : kept.get(1).packet();
        assertThat(kept)
                .hasSizeBetween(
                        Math.min(acknowledged, ReceiptSample.KEPT_MAX / 2), ReceiptSample.KEPT_MAX);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).packet()).isEqualTo(i * step);
        }
        assertThat(kept.getLast().packet()).isGreaterThanOrEqualTo(acknowledged - step);
    }
}
