import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One order: what is to be there before MirrorMaker 2 starts, which files it gets, and what is expected of it. */
final class Scenario {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_MILLIS = 500;

    private final JsonNode order;
    private final List<Broker> brokers;
    private final ObjectNode answer = JSON.createObjectNode();

    private Scenario(JsonNode order, List<Broker> brokers) {
        this.order = order;
        this.brokers = brokers;
    }

    static ObjectNode run(JsonNode order, List<Broker> brokers) {
        Scenario scenario = new Scenario(order, brokers);
        long start = System.nanoTime();
        ObjectNode answer = scenario.answer;
        answer.set("name", order.get("name"));
        answer.set("slot", order.get("slot"));
        ArrayNode errors = answer.putArray("errors");
        List<Instance> instances = new ArrayList<>();
        try {
            scenario.prepare();
            System.err.println("prepared " + (System.nanoTime() - start) / 1000000);
            for (JsonNode instance : order.get("instances")) {
                try {
                    instances.add(Instance.start(instance.get("file").asText(), instance.get("alias").asText()));
                } catch (Exception error) {
                    errors.add(instance.get("alias").asText() + ": " + error);
                }
            }
            System.err.println("started " + (System.nanoTime() - start) / 1000000);
            scenario.watch();
            System.err.println("watched " + (System.nanoTime() - start) / 1000000);
            scenario.readBack();
            System.err.println("read " + (System.nanoTime() - start) / 1000000);
        } catch (Exception error) {
            errors.add(error.toString());
        } finally {
            end(instances, errors);
        }
        return answer.put("seconds", (System.nanoTime() - start) / 1_000_000_000);
    }

    private static void end(List<Instance> instances, ArrayNode errors) {
        for (Instance instance : instances) {
            try {
                if (!instance.stop()) {
                    errors.add("MirrorMaker 2 does not stop");
                }
            } catch (Exception error) {
                errors.add("stop: " + error);
            }
        }
    }

    private void prepare() throws Exception {
        for (Broker broker : brokers) {
            broker.clear();
        }
        for (JsonNode topic : order.get("topics")) {
            produce(brokers.get(topic.get("broker").asInt()), topic);
        }
        for (JsonNode group : order.get("groups")) {
            commit(brokers.get(group.get("broker").asInt()), group);
        }
    }

    private static void produce(Broker broker, JsonNode topic) throws Exception {
        String name = topic.get("name").asText();
        int partitions = topic.get("partitions").asInt();
        broker.create(name, partitions);
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address);
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (int number = 0; number < topic.get("records").asInt(); number++) {
                byte[] value = (name + " " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(name, number % partitions, null, value));
            }
            producer.flush();
        }
    }

    /** As a consumer that has read so far and has left. */
    private static void commit(Broker broker, JsonNode group) {
        String topic = group.get("topic").asText();
        Map<String, Object> settings = Map.of(
            "bootstrap.servers", broker.address,
            "group.id", group.get("name").asText(),
            "enable.auto.commit", "false");
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Broker.PATIENCE_SECONDS);
            while (consumer.assignment().isEmpty() && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100));
            }
            var offset = new OffsetAndMetadata(group.get("offset").asLong());
            consumer.commitSync(Map.of(new TopicPartition(topic, 0), offset));
        }
    }

    /** Until all that is expected is there and nothing has changed for a while, or time is up. */
    private void watch() throws Exception {
        long now = System.nanoTime();
        long end = now + TimeUnit.SECONDS.toNanos(order.get("patienceSeconds").asLong());
        long quiet = TimeUnit.SECONDS.toNanos(order.get("quietSeconds").asLong());
        boolean grows = order.get("grows").asBoolean();
        List<Map<String, Long>> last = look();
        long changed = now;
        boolean settled = false;
        while (!settled && now < end) {
            Thread.sleep(POLL_MILLIS);
            List<Map<String, Long>> seen = look();
            now = System.nanoTime();
            if (!steady(seen).equals(steady(last))) {
                changed = now;
            }
            last = seen;
            settled = isThere(seen) && (grows || now - changed >= quiet);
        }
        answer.put("settled", settled);
        answer.set("first", JSON.valueToTree(last));
        // A loop shows itself while nothing else goes on any more.
        Thread.sleep(grows ? 3 * TimeUnit.NANOSECONDS.toMillis(quiet) / 2 : 0);
        answer.set("second", JSON.valueToTree(grows ? look() : last));
    }

    private List<Map<String, Long>> look() throws Exception {
        List<Map<String, Long>> seen = new ArrayList<>();
        for (Broker broker : brokers) {
            seen.add(broker.records());
        }
        return seen;
    }

    /** What MirrorMaker 2 writes for itself never rests. */
    private static List<Map<String, Long>> steady(List<Map<String, Long>> seen) {
        List<Map<String, Long>> steady = new ArrayList<>();
        for (Map<String, Long> topics : seen) {
            Map<String, Long> kept = new TreeMap<>(topics);
            kept.replaceAll((name, records) -> isRestless(name) ? 0L : records);
            steady.add(kept);
        }
        return steady;
    }

    private static boolean isRestless(String name) {
        return name.endsWith("heartbeats") || name.contains("mm2-") || name.contains("checkpoints");
    }

    private boolean isThere(List<Map<String, Long>> seen) {
        for (JsonNode topic : order.get("expected")) {
            Long records = seen.get(topic.get("broker").asInt()).get(topic.get("name").asText());
            if (records == null || records < topic.get("records").asLong()) {
                return false;
            }
        }
        return true;
    }

    private void readBack() throws Exception {
        ArrayNode groups = answer.putArray("groups");
        ArrayNode connectors = answer.putArray("connectors");
        for (Broker broker : brokers) {
            groups.add(JSON.valueToTree(broker.committed()));
            ObjectNode found = connectors.addObject();
            for (String topic : broker.topics()) {
                if (topic.startsWith("mm2-configs.")) {
                    found.set(topic, connectors(broker, topic));
                }
            }
        }
    }

    /** The settings of each connector, as they stand in the topic that a worker keeps them in. */
    private static ObjectNode connectors(Broker broker, String topic) throws Exception {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        var partition = new TopicPartition(topic, 0);
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", (Object) broker.address), bytes, bytes)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(Broker.PATIENCE_SECONDS);
            while (consumer.position(partition) < end && System.nanoTime() < patience) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    String key = new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
                    if (key.startsWith("connector-") && record.value() != null) {
                        found.put(key.substring("connector-".length()), JSON.readTree(record.value()));
                    }
                }
            }
        }
        ObjectNode connectors = JSON.createObjectNode();
        found.forEach((name, value) -> connectors.set(name, value.get("properties")));
        return connectors;
    }
}
