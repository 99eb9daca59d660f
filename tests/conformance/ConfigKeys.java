import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Tells the keys that a release of Kafka defines: a line a key, as a JSON array of the definition's name, the key, its
 * type, and those of the values on the command line that it refuses.
 *
 * <p>Names of classes and fields differ from release to release, so that everything is found by reflection.
 */
final class ConfigKeys {
    private static final String MIRROR = "org.apache.kafka.connect.mirror.";
    private static final String RUNTIME = "org.apache.kafka.connect.runtime.";
    private static final String CLIENTS = "org.apache.kafka.clients.";

    private static String[] values;

    public static void main(String[] arguments) throws Exception {
        values = arguments;
        for (String kind : List.of("Source", "Checkpoint", "Heartbeat")) {
            Object connector = Class.forName(MIRROR + "Mirror" + kind + "Connector").getConstructor().newInstance();
            tell(kind.toLowerCase(), (ConfigDef) connector.getClass().getMethod("config").invoke(connector));
        }
        tell("process", definition(MIRROR + "MirrorMakerConfig"));
        tell("client", definition(MIRROR + "MirrorClientConfig"));
        tell("connector", definition(RUNTIME + "SourceConnectorConfig"));
        tell("connector", definition(RUNTIME + "ConnectorConfig"));
        for (String kind : List.of("Topic", "Group", "ConfigProperty")) {
            String filter = MIRROR + "Default" + kind + "Filter$" + kind + "FilterConfig";
            tell("connector", definition(filter));
        }
        tell("worker", definition(RUNTIME + "distributed.DistributedConfig"));
        tell("consumer", definition(CLIENTS + "consumer.ConsumerConfig"));
        tell("producer", definition(CLIENTS + "producer.ProducerConfig"));
        tell("admin", definition(CLIENTS + "admin.AdminClientConfig"));
        for (Field field : Class.forName("org.apache.kafka.common.config.TopicConfig").getFields()) {
            if (field.getName().endsWith("_CONFIG")) {
                System.out.println(array(List.of("topic", (String) field.get(null), "STRING")));
            }
        }
    }

    /** From a static field of the class, or from a static method that asks at most for a source of cryptography. */
    private static ConfigDef definition(String name) throws Exception {
        Class<?> type = Class.forName(name);
        for (String candidate : List.of("CLIENT_CONFIG_DEF", "CONFIG_DEF", "CONFIG", "DEF")) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(candidate)) {
                    return (ConfigDef) value(field);
                }
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (List.of("config", "configDef").contains(method.getName())) {
                method.setAccessible(true);
                Class<?>[] parameters = method.getParameterTypes();
                if (parameters.length == 0) {
                    return (ConfigDef) method.invoke(null);
                }
                if (parameters[0].getSimpleName().equals("Crypto")) {
                    return (ConfigDef) method.invoke(null, value(parameters[0].getDeclaredField("SYSTEM")));
                }
            }
        }
        throw new IllegalStateException(name + " defines no keys");
    }

    private static Object value(Field field) throws Exception {
        field.setAccessible(true);
        return field.get(null);
    }

    private static void tell(String definition, ConfigDef keys) {
        for (ConfigDef.ConfigKey key : keys.configKeys().values()) {
            List<String> parts = new ArrayList<>(List.of(definition, key.name, key.type.name()));
            Arrays.stream(values).filter(value -> refuses(key, value)).forEach(parts::add);
            System.out.println(array(parts));
        }
    }

    private static boolean refuses(ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return false;
        } catch (ConfigException refusal) {
            return true;
        }
    }

    private static String array(List<String> parts) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        parts.forEach(part -> array.add(quoted(part)));
        return array.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            boolean isPlain = character >= ' ' && character < 127 && character != '"' && character != '\\';
            quoted.append(isPlain ? String.valueOf(character) : String.format("\\u%04x", (int) character));
        }
        return quoted.append('"').toString();
    }
}
