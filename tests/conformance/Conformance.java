import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.mirror.MirrorMakerConfig;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;
import org.apache.kafka.connect.mirror.SourceAndTarget;

/**
 * Tells what MirrorMaker 2 makes of files of properties: for each argument its path, then a line a setting.
 *
 * <p>A line is a JSON array: "property", key, value; "process", key, value (of the whole process, resolved); "worker",
 * source, target, key, value; "connector", source, target, key, value, resolved with the providers that the worker of
 * the pair has, as Connect does it.
 */
final class Conformance {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            print("file", file);
            tell(file);
        }
    }

    private static void tell(String file) throws Exception {
        Map<String, String> properties = load(file);
        properties.forEach((key, value) -> print("property", key, value));
        // Otherwise every class of every jar is looked at, for each file.
        properties.put("plugin.discovery", "service_load");
        MirrorMakerConfig config = new MirrorMakerConfig(properties);
        new TreeMap<>(config.originals()).forEach((key, value) -> print("process", key, (String) value));
        for (SourceAndTarget pair : config.clusterPairs()) {
            Map<String, String> worker = config.workerConfig(pair);
            new TreeMap<>(worker).forEach((key, value) -> print("worker", pair.source(), pair.target(), key, value));
            Map<String, String> connector = config.connectorBaseConfig(pair, MirrorSourceConnector.class);
            resolve(connector, worker)
                .forEach((key, value) -> print("connector", pair.source(), pair.target(), key, value));
        }
    }

    /** As {@code org.apache.kafka.common.utils.Utils.loadProps}, which MirrorMaker 2 calls. */
    private static Map<String, String> load(String file) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = new FileInputStream(file)) {
            properties.load(stream);
        }
        Map<String, String> map = new TreeMap<>();
        properties.forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }

    private static Map<String, String> resolve(Map<String, String> connector, Map<String, String> worker)
            throws Exception {
        Map<String, ConfigProvider> providers = new HashMap<>();
        String names = worker.getOrDefault("config.providers", "");
        for (String name : Arrays.stream(names.split(",")).map(String::trim).filter(n -> !n.isEmpty()).toList()) {
            String prefix = "config.providers." + name;
            Class<?> type = Class.forName(worker.get(prefix + ".class"));
            ConfigProvider provider = (ConfigProvider) type.getDeclaredConstructor().newInstance();
            Map<String, String> parameters = new HashMap<>();
            worker.forEach((key, value) -> {
                if (key.startsWith(prefix + ".param.")) {
                    parameters.put(key.substring(prefix.length() + ".param.".length()), value);
                }
            });
            provider.configure(parameters);
            providers.put(name, provider);
        }
        return new TreeMap<>(new ConfigTransformer(providers).transform(connector).data());
    }

    private static void print(String... parts) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            line.append(line.length() == 0 ? "[" : ",").append(quote(part));
        }
        System.out.println(line.append("]"));
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char unit : text.toCharArray()) {
            if (unit < ' ' || unit > '~' || unit == '"' || unit == '\\') {
                quoted.append(String.format("\\u%04x", (int) unit));
            } else {
                quoted.append(unit);
            }
        }
        return quoted.append('"').toString();
    }
}
