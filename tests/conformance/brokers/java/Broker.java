import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A Kafka cluster of one node, broker and controller, on two free ports of the loopback interface. */
final class Broker {
    /** Others take ports too, between the moment when one is free and the moment when it is bound. */
    private static final int ATTEMPTS = 5;

    private Broker() {}

    /** Returns its address. */
    static String start(Path folder, int id) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path log = Files.createDirectories(folder.resolve(id + "-" + attempt));
            Files.writeString(log.resolve("meta.properties"), identity(id));
            int[] ports = freePorts();
            Properties settings = settings(log, id, ports);
            try {
                new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM).startup();
                return "127.0.0.1:" + ports[0];
            } catch (RuntimeException error) {
                if (attempt == ATTEMPTS) {
                    throw error;
                }
            }
        }
    }

    private static String identity(int id) {
        return "version=1\ncluster.id=" + Uuid.randomUuid() + "\nnode.id=" + id + "\ndirectory.id=" + Uuid.randomUuid()
            + "\n";
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
}
