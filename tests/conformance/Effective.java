import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.MirrorMakerConfig;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;
import org.apache.kafka.connect.mirror.SourceAndTarget;

/**
 * Tells what settings MirrorMaker 2 makes of many files at once. The argument is a file with blocks that end with the
 * character U+0001; the first line of a block is the alias of the target, the rest the properties.
 *
 * <p>A line of the answer is a JSON array: the number of the block, source, target, what it is of, then keys and values
 * by turns.
 */
final class Effective {
    private static final String PACKAGE = "org.apache.kafka.connect.mirror.";
    private static final String[] CLIENTS = {
        "sourceConsumer", "sourceProducer", "sourceAdmin", "targetConsumer", "targetProducer", "targetAdmin"
    };

    private static MirrorMakerConfig template;

    public static void main(String[] arguments) throws Exception {
        String text = Files.readString(Path.of(arguments[0]), StandardCharsets.ISO_8859_1);
        String[] blocks = text.split("\u0001");
        for (int number = 0; number < blocks.length; number++) {
            int end = blocks[number].indexOf('\n');
            tell(number, blocks[number].substring(0, end), load(blocks[number].substring(end + 1)));
        }
    }

    private static void tell(int number, String target, Map<String, String> properties) throws Exception {
        MirrorMakerConfig config = config(properties);
        for (SourceAndTarget pair : config.clusterPairs()) {
            if (!pair.target().equals(target)) {
                continue;
            }
            print(number, pair, "worker", strings(call(config, "workerConfig", pair)));
            Map<String, String> connector =
                strings(call(config, "connectorBaseConfig", pair, MirrorSourceConnector.class));
            print(number, pair, "connector", connector);
            Object source;
            try {
                source = source(connector);
            } catch (InvocationTargetException refused) {
                if (!(refused.getCause() instanceof ConfigException)) {
                    throw refused;
                }
                print(number, pair, "refused", Map.of());
                continue;
            }
            for (String client : CLIENTS) {
                Method method = method(source.getClass(), client + "Config");
                if (method != null) {
                    Object settings = method.getParameterCount() == 0 ? method.invoke(source) : method.invoke(source, "role");
                    print(number, pair, client, strings(settings));
                }
            }
        }
    }

    private static Object source(Map<String, String> connector) throws Exception {
        Class<?> type;
        try {
            type = Class.forName(PACKAGE + "MirrorSourceConfig");
        } catch (ClassNotFoundException olderThanThree) {
            type = Class.forName(PACKAGE + "MirrorConnectorConfig");
        }
        Constructor<?> constructor = type.getDeclaredConstructor(Map.class);
        constructor.setAccessible(true);
        return constructor.newInstance(connector);
    }

    /**
     * A release that cannot find plugins fast gets its constructor called once; then the settings are put in its place,
     * as the constructor of {@code AbstractConfig} does it.
     */
    private static MirrorMakerConfig config(Map<String, String> properties) throws Exception {
        if (isFast()) {
            Map<String, String> all = new HashMap<>(properties);
            all.put("plugin.discovery", "service_load");
            return new MirrorMakerConfig(all);
        }
        if (template == null) {
            template = new MirrorMakerConfig(properties);
        }
        replace(AbstractConfig.class, "originals", properties);
        replace(MirrorMakerConfig.class, "rawProperties", properties);
        Object clusters = ConfigDef.parseType("clusters", properties.get("clusters"), ConfigDef.Type.LIST);
        Field field = AbstractConfig.class.getDeclaredField("values");
        field.setAccessible(true);
        @SuppressWarnings("unchecked")
        Map<String, Object> values = (Map<String, Object>) field.get(template);
        values.put("clusters", clusters);
        return template;
    }

    private static boolean isFast() {
        try {
            Class.forName("org.apache.kafka.connect.runtime.isolation.PluginDiscoveryMode");
            return true;
        } catch (ClassNotFoundException olderThanThreeSix) {
            return false;
        }
    }

    private static void replace(Class<?> type, String name, Object value) throws Exception {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            field.set(template, value);
        } catch (NoSuchFieldException older) {
            // Releases before 3.5 have no second copy.
        }
    }

    private static Object call(Object object, String name, Object... arguments) throws Exception {
        Class<?> type = object.getClass();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(object, arguments);
            }
        }
        throw new NoSuchMethodException(name);
    }

    /** The method of an object that makes the settings of a client. */
    private static Method method(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                boolean takesRole = List.of(method.getParameterTypes()).equals(List.of(String.class));
                if (method.getName().equals(name) && (takesRole || method.getParameterCount() == 0)) {
                    method.setAccessible(true);
                    return method;
                }
            }
        }
        return null;
    }

    private static Map<String, String> strings(Object map) {
        Map<String, String> strings = new TreeMap<>();
        ((Map<?, ?>) map).forEach((key, value) -> strings.put((String) key, (String) value));
        return strings;
    }

    private static Map<String, String> load(String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> map = new HashMap<>();
        properties.forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }

    private static void print(int number, SourceAndTarget pair, String kind, Map<String, String> settings) {
        StringBuilder line = new StringBuilder("[\"").append(number).append('"');
        for (String part : List.of(pair.source(), pair.target(), kind)) {
            line.append(',').append(quote(part));
        }
        settings.forEach((key, value) -> line.append(',').append(quote(key)).append(',').append(quote(value)));
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
