package org.shomar.aggregator.tally;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;

import org.shomar.aggregator.election.Definition;

/// What a member is told: one socket for members, nothing else that listens, calls home or
/// guesses.
final class MemberConfig {
    static final String TALLIES = "tallies";
    static final String CHANGES = "changes";

    /// A few thousand contests on a few members need no more: an operation on many contests
    /// visits every partition, and looks at every contest in each. The same on all members.
    private static final String PARTITIONS = "7";

    private static final int HASH_DIGITS = 16;
    private static final int BATCH_SIZE = 1;

    private MemberConfig() {}

    static Config of(TallyConfig config, Definition definition) {
        Config member = new Config();
        member.setClusterName(clusterName(definition));
        member.setAdvancedNetworkConfig(network(config));
        member.addMapConfig(new MapConfig(TALLIES)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(config.backups())
                .setAsyncBackupCount(0)
                .setStatisticsEnabled(false)
                .setMergePolicyConfig(
                        new MergePolicyConfig(LongerFold.class.getName(), BATCH_SIZE)));
        serialization(member, definition);
        member.getJetConfig().setEnabled(false);
        member.getMetricsConfig().setEnabled(false);
        member.getManagementCenterConfig().setScriptingEnabled(false);
        member.getManagementCenterConfig().setConsoleEnabled(false);
        return member.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.server.bind.any", "false")
                .setProperty("hazelcast.partition.count", PARTITIONS)
                .setProperty("hazelcast.operation.thread.count", "2")
                .setProperty("hazelcast.operation.generic.thread.count", "2")
                .setProperty("hazelcast.io.thread.count", "1")
                .setProperty("hazelcast.event.thread.count", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "30")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "30")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "30")
                .setProperty("hazelcast.graceful.shutdown.max.wait", "30");
    }

    /// Different for every definition, so that two elections never find each other.
    private static String clusterName(Definition definition) {
        return "shomar-" + definition.election() + "-"
                + definition.hash().toString().substring(0, HASH_DIGITS);
    }

    private static AdvancedNetworkConfig network(TallyConfig config) {
        boolean alone = config.members().isEmpty();
        ServerSocketEndpointConfig socket = new ServerSocketEndpointConfig()
                .setPort(config.port())
                .setPortAutoIncrement(alone)
                .setInterfaces(
                        new InterfacesConfig().setEnabled(true).addInterface(config.bindAddress()));
        AdvancedNetworkConfig network =
                new AdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(socket);
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(!alone).setMembers(config.members());
        return network;
    }

    /// Our types have serialisers of their own. Java serialisation is left to what Hazelcast
    /// itself sends that way, exceptions above all.
    private static void serialization(Config member, Definition definition) {
        var serialization = member.getSerializationConfig();
        for (Streamed<?> type : MemberTypes.of(definition)) {
            serialization.addSerializerConfig(
                    new SerializerConfig().setTypeClass(type.type()).setImplementation(type));
        }
        serialization.addDataSerializableFactory(LongerFold.FACTORY, typeId -> new LongerFold());
        serialization.setJavaSerializationFilterConfig(new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(new ClassFilter()
                        .addPrefixes("com.hazelcast.", "java.lang.", "java.util.", "[")));
    }
}
