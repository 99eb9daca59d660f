import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka cluster as its clients see it. Only one thread at a time may use it. */
final class Cluster {
    static final long PATIENCE_SECONDS = 60;
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final String address;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    Cluster(String address) {
        this.address = address;
        this.admin = Admin.create(Map.of("bootstrap.servers", address));
        this.consumer = consumer(Map.of());
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.putAll(Map.of("bootstrap.servers", address, "enable.auto.commit", "false", "fetch.max.wait.ms", "50"));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Deletes every topic, except those of the broker, and every group. */
    void clear() throws Exception {
        // What was asked for before may still be under way when it is gone for the first time.
        int empty = 0;
        while (empty < 2) {
            Collection<String> topics = topics();
            if (!topics.isEmpty()) {
                admin.deleteTopics(topics).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            empty = topics.isEmpty() ? empty + 1 : 0;
            Thread.sleep(MOMENT.toMillis());
        }
        for (String group : groups()) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException error) {
                // A group of Connect may still have its members; nothing is kept in it.
            }
        }
    }

    void create(String topic, int partitions, int records) throws Exception {
        List<NewTopic> wanted = List.of(new NewTopic(topic, partitions, (short) 1));
        admin.createTopics(wanted).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<String, Object> settings = Map.of("bootstrap.servers", address);
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (int number = 0; number < records; number++) {
                producer.send(new ProducerRecord<>(topic, number % partitions, null, topic.getBytes("UTF-8")));
            }
        }
    }

    /** As a consumer that has read so far and has left. */
    void commit(String group, String topic, long offset) {
        try (var member = consumer(Map.of("group.id", group))) {
            member.subscribe(List.of(topic));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (member.assignment().isEmpty() && System.nanoTime() < end) {
                member.poll(MOMENT);
            }
            member.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)));
        }
    }

    Collection<String> topics() throws Exception {
        return new TreeSet<>(admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private List<String> groups() throws Exception {
        List<String> groups = new ArrayList<>();
        admin.listConsumerGroups().all().get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .forEach(group -> groups.add(group.groupId()));
        return groups;
    }

    /** The number of records in each topic: nothing is ever deleted from one. */
    Map<String, Long> records() throws Exception {
        Collection<String> topics = topics();
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, found) -> {
            if (topics.contains(topic)) {
                found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
        });
        Map<String, Long> records = new TreeMap<>();
        consumer.endOffsets(partitions).forEach((partition, end) -> records.merge(partition.topic(), end, Long::sum));
        return records;
    }

    /** Committed offsets by group, then by topic and partition as {@code topic-0}. */
    Map<String, Map<String, Long>> committed() throws Exception {
        Map<String, Map<String, Long>> groups = new TreeMap<>();
        for (String group : groups()) {
            Map<String, Long> offsets = new TreeMap<>();
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, offset) -> offsets.put("" + partition, offset == null ? -1 : offset.offset()));
            if (!offsets.isEmpty()) {
                groups.put(group, offsets);
            }
        }
        return groups;
    }

    /** Every record of a topic with one partition. */
    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
        long last = consumer.endOffsets(partition).get(partition.get(0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (consumer.position(partition.get(0)) < last && System.nanoTime() < end) {
            consumer.poll(MOMENT).forEach(reader);
        }
        consumer.unsubscribe();
    }
}
