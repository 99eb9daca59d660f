import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One order: what is to be there before MirrorMaker 2 starts, which files it gets, and what is waited for. */
final class Scenario {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_MILLIS = 300;
    /** Where nothing has happened for so many times the quiet time, what is missing does not come any more. */
    private static final int DEAD = 8;
    /** Connections stay open from one order to the next. */
    private static final Map<String, Cluster> CLUSTERS = new ConcurrentHashMap<>();

    private final JsonNode order;
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final ObjectNode answer = JSON.createObjectNode();
    private final ArrayNode errors = answer.putArray("errors");

    private Scenario(JsonNode order) {
        this.order = order;
        order.get("brokers").forEach(address -> clusters.add(CLUSTERS.computeIfAbsent(address.asText(), Cluster::new)));
    }

    static ObjectNode run(JsonNode order) {
        Scenario scenario = new Scenario(order);
        ObjectNode answer = scenario.answer;
        answer.set("slot", order.get("slot"));
        try (Log log = new Log(order.get("log").asText())) {
            try {
                scenario.prepare();
                scenario.start(log);
                scenario.watch();
                scenario.readBack();
            } finally {
                scenario.stop();
            }
        } catch (Exception error) {
            scenario.errors.add(error.toString());
        }
        return answer;
    }

    private void prepare() throws Exception {
        if (order.get("clear").asBoolean()) {
            for (Cluster cluster : clusters) {
                cluster.clear();
            }
        }
        for (JsonNode topic : order.get("topics")) {
            String name = topic.get("name").asText();
            at(topic).create(name, topic.get("partitions").asInt(), topic.get("records").asInt());
        }
        for (JsonNode group : order.get("groups")) {
            at(group).commit(group.get("name").asText(), group.get("topic").asText(), group.get("offset").asLong());
        }
    }

    private Cluster at(JsonNode node) {
        return clusters.get(node.get("broker").asInt());
    }

    private void start(Log log) throws Exception {
        for (JsonNode instance : order.get("instances")) {
            instances.add(Instance.start(instance.get("file").asText(), instance.get("alias").asText(), log));
        }
        ArrayNode failed = answer.putArray("failed");
        for (int number = 0; number < instances.size(); number++) {
            try {
                instances.get(number).started().get(Cluster.PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException error) {
                ObjectNode fault = failed.addObject();
                fault.set("alias", order.get("instances").get(number).get("alias"));
                fault.put("message", "" + error.getCause());
            }
        }
    }

    /** What never started is stopped already. */
    private void stop() {
        List<Instance> running =
            instances.stream().filter(instance -> !instance.started().isCompletedExceptionally()).toList();
        var stopped = running.stream().map(Instance::stop).toList();
        for (var stop : stopped) {
            try {
                stop.get(Cluster.PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception error) {
                errors.add("MirrorMaker 2 does not stop: " + error);
            }
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
        boolean done = false;
        while (!done && now < end) {
            Thread.sleep(POLL_MILLIS);
            List<Map<String, Long>> seen = look();
            now = System.nanoTime();
            if (!steady(seen).equals(steady(last))) {
                changed = now;
            }
            last = seen;
            boolean isQuiet = grows || now - changed >= quiet;
            done = isQuiet && isThere(seen) && groupsAreThere() || now - changed >= DEAD * quiet;
        }
        answer.set("first", JSON.valueToTree(last));
        answer.set("second", JSON.valueToTree(grows ? grown(last) : last));
    }

    /** What is there when everything that is expected to grow has grown, or when it has had the time to. */
    private List<Map<String, Long>> grown(List<Map<String, Long>> first) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEAD * order.get("quietSeconds").asLong());
        List<Map<String, Long>> seen = first;
        while (!hasGrown(first, seen) && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
            seen = look();
        }
        return seen;
    }

    private boolean hasGrown(List<Map<String, Long>> first, List<Map<String, Long>> seen) {
        for (JsonNode topic : order.get("expected")) {
            int broker = topic.get("broker").asInt();
            String name = topic.get("name").asText();
            if (topic.get("grows").asBoolean() && seen.get(broker).get(name) <= first.get(broker).get(name)) {
                return false;
            }
        }
        return !order.get("unbounded").asBoolean() || names(seen) > names(first);
    }

    private static int names(List<Map<String, Long>> seen) {
        return seen.stream().mapToInt(Map::size).sum();
    }

    private List<Map<String, Long>> look() throws Exception {
        List<Map<String, Long>> seen = new ArrayList<>();
        for (Cluster cluster : clusters) {
            seen.add(cluster.records());
        }
        return seen;
    }

    /** Without the numbers of what never rests. */
    private List<Map<String, Long>> steady(List<Map<String, Long>> seen) {
        List<Map<String, Long>> steady = new ArrayList<>();
        seen.forEach(topics -> steady.add(new TreeMap<>(topics)));
        for (JsonNode topic : order.get("expected")) {
            if (topic.get("records").isNull()) {
                steady.get(topic.get("broker").asInt()).replace(topic.get("name").asText(), 0L);
            }
        }
        // Also those of MirrorMaker 2 that nobody has expected.
        steady.forEach(topics -> topics.replaceAll((name, records) -> isOwn(name) ? 0L : records));
        return steady;
    }

    private static boolean isOwn(String name) {
        return name.endsWith("heartbeats") || name.contains("mm2-") || name.contains("checkpoints");
    }

    private boolean isThere(List<Map<String, Long>> seen) {
        for (JsonNode topic : order.get("expected")) {
            Long records = seen.get(topic.get("broker").asInt()).get(topic.get("name").asText());
            if (records == null || records < topic.get("records").asLong(0)) {
                return false;
            }
        }
        return true;
    }

    private boolean groupsAreThere() throws Exception {
        for (JsonNode group : order.get("expectedGroups")) {
            Map<String, Long> offsets = at(group).committed().getOrDefault(group.get("name").asText(), Map.of());
            if (offsets.getOrDefault(group.get("topic").asText() + "-0", -1L) < group.get("offset").asLong()) {
                return false;
            }
        }
        return true;
    }

    private void readBack() throws Exception {
        ArrayNode groups = answer.putArray("groups");
        for (Cluster cluster : clusters) {
            groups.add(JSON.valueToTree(cluster.committed()));
        }
        ObjectNode connectors = answer.putObject("connectors");
        for (JsonNode worker : order.get("workers")) {
            String topic = worker.get("topic").asText();
            if (at(worker).topics().contains(topic)) {
                connectors.set(worker.get("flow").asText(), connectors(at(worker), topic));
            }
        }
    }

    /** The settings of each connector, as they stand in the topic that a worker keeps them in. */
    private static ObjectNode connectors(Cluster cluster, String topic) {
        ObjectNode connectors = JSON.createObjectNode();
        cluster.read(topic, record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith("connector-") && record.value() != null) {
                try {
                    JsonNode value = JSON.readTree(record.value());
                    connectors.set(key.substring("connector-".length()), value.get("properties"));
                } catch (java.io.IOException error) {
                    throw new IllegalStateException(key, error);
                }
            }
        });
        return connectors;
    }
}
