package org.shomar.aggregator.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.spi.merge.MergingValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Fixture;

import java.util.List;
import java.util.Random;

/// Goal: a member listens where it is told and nowhere else, never joins another election, and
/// keeps the longer fold after a split.
/// Method: the configuration read back; ranges in a table; the merge policy asked both ways.
class MemberConfigTest {
    private static final Definition DEFINITION = Fixture.definition(2, 8);

    @Test
    void differentDefinitionsNeverShareACluster() {
        Config one = MemberConfig.of(TallyConfig.ALONE, DEFINITION);
        Config other = MemberConfig.of(TallyConfig.ALONE, Fixture.definition(2, 9));

        assertThat(one.getClusterName())
                .startsWith("shomar-rehearsal-")
                .isNotEqualTo(other.getClusterName());
    }

    @Test
    void listensForMembersOnly() {
        var network = MemberConfig.of(TallyConfig.ALONE, DEFINITION).getAdvancedNetworkConfig();

        assertThat(network.isEnabled()).isTrue();
        assertThat(network.getEndpointConfigs()).hasSize(1);
        assertThat(network.getJoin().getMulticastConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getTcpIpConfig().isEnabled()).isFalse();
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', textBlock = """
            0     | host:5701 | 1 | 1000  | port is 0, not 1..65535
            65536 | host:5701 | 1 | 1000  | port is 65536, not 1..65535
            5701  | host      | 1 | 1000  | members has "host"; a member is host:port
            5701  | host:5701 | 3 | 1000  | backups is 3, not 0..2
            5701  | host:5701 | 1 | 9     | catchUpMillis is 9, not 10..60000
            """)
    void saysWhichValueIsOutOfRange(
            int port, String member, int backups, int catchUpMillis, String message) {
        assertThatThrownBy(() ->
                        new TallyConfig("127.0.0.1", port, List.of(member), backups, catchUpMillis))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void keepsTheLongerFoldAfterASplit() {
        List<Fixture.Stored> ledger = Fixture.ledger(DEFINITION, new Random(3), 60);
        var shorter = value(Fixture.fold(DEFINITION, 1, ledger.subList(0, 30)));
        var longer = value(Fixture.fold(DEFINITION, 1, ledger));
        LongerFold policy = new LongerFold();

        assertThat(policy.merge(longer, shorter)).isSameAs(longer.getRawValue());
        assertThat(policy.merge(shorter, longer)).isSameAs(longer.getRawValue());
        assertThat(policy.merge(shorter, null)).isSameAs(shorter.getRawValue());
        assertThat(policy.merge(null, shorter)).isSameAs(shorter.getRawValue());
    }

    private static MergingValue<ContestTally> value(ContestTally tally) {
        return new MergingValue<>() {
            @Override
            public ContestTally getDeserializedValue() {
                return tally;
            }

            @Override
            public Object getRawValue() {
                return tally;
            }
        };
    }
}
