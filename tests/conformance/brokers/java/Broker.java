import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A Kafka cluster of one node, broker and controller, on two free ports of the loopback interface. */
final class Broker {
    static final long PATIENCE_SECONDS = 60;

    final String address;
    final Admin admin;
    private final KafkaRaftServer server;

    private Broker(String address, KafkaRaftServer server) {
        this.address = address;
        this.server = server;
        this.admin = Admin.create(Map.of("bootstrap.servers", address, "default.api.timeout.ms", "60000"));
    }

    static Broker start(Path folder, int id) throws IOException {
        Path log = Files.createDirectories(folder.resolve("broker-" + id));
        String identity = Uuid.randomUuid().toString();
        Files.writeString(
            log.resolve("meta.properties"),
            "version=1\ncluster.id=" + identity + "\nnode.id=" + id + "\ndirectory.id=" + Uuid.randomUuid() + "\n");
        int[] ports = freePorts();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings(log, id, ports)), Time.SYSTEM);
        server.startup();
        return new Broker("127.0.0.1:" + ports[0], server);
    }

    /** Both are held until both are known, so that they differ. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0); ServerSocket other = new ServerSocket(0)) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    private static Properties settings(Path log, int id, int[] ports) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
            "node.id", "" + id,
            "process.roles", "broker,controller",
            "controller.quorum.voters", id + "@127.0.0.1:" + ports[1],
            "controller.listener.names", "CONTROLLER",
            "listeners", "PLAINTEXT://127.0.0.1:" + ports[0] + ",CONTROLLER://127.0.0.1:" + ports[1],
            "advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports[0],
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs", log.toString()));
        // What is not made by MirrorMaker 2 or by us must not be there.
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0"));
        // Many brokers share two cores and one heap.
        settings.putAll(Map.of(
            "num.network.threads", "1",
            "num.io.threads", "2",
            "background.threads", "2",
            "log.cleaner.dedupe.buffer.size", "2097152",
            "log.cleaner.io.buffer.size", "65536",
            "log.index.size.max.bytes", "65536",
            "log.segment.delete.delay.ms", "1000"));
        return settings;
    }

    void stop() {
        admin.close(java.time.Duration.ofSeconds(1));
        server.shutdown();
    }

    /** Deletes every topic, except those of the broker, and every group. */
    void clear() throws Exception {
        Collection<String> topics = topics();
        if (!topics.isEmpty()) {
            admin.deleteTopics(topics).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        for (String group : groups()) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException error) {
                // A group of Connect may still have its members; nothing is kept in it.
            }
        }
    }

    void create(String topic, int partitions) throws Exception {
        NewTopic wanted = new NewTopic(topic, partitions, (short) 1);
        admin.createTopics(List.of(wanted)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Without those of the broker itself. */
    Collection<String> topics() throws Exception {
        return new TreeSet<>(admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    Collection<String> groups() throws Exception {
        Collection<ConsumerGroupListing> found =
            admin.listConsumerGroups().all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return found.stream().map(ConsumerGroupListing::groupId).toList();
    }

    /** The number of records in each topic: nothing is ever deleted from one. */
    Map<String, Long> records() throws Exception {
        Map<String, TopicDescription> topics =
            admin.describeTopics(topics()).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> ends = new java.util.HashMap<>();
        topics.forEach((name, topic) ->
            topic.partitions().forEach(at -> ends.put(new TopicPartition(name, at.partition()), OffsetSpec.latest())));
        Map<String, Long> records = new TreeMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found =
            admin.listOffsets(ends).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        found.forEach((partition, end) -> records.merge(partition.topic(), end.offset(), Long::sum));
        return records;
    }

    /** Committed offsets by group, topic and partition. */
    Map<String, Map<String, Long>> committed() throws Exception {
        Map<String, Map<String, Long>> groups = new TreeMap<>();
        for (String group : new ArrayList<>(groups())) {
            Map<String, Long> offsets = new TreeMap<>();
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition.toString(), offset.offset());
                    }
                });
            if (!offsets.isEmpty()) {
                groups.put(group, offsets);
            }
        }
        return groups;
    }
}
