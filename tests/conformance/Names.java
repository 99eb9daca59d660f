import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter;
import org.apache.kafka.connect.mirror.DefaultGroupFilter;
import org.apache.kafka.connect.mirror.DefaultTopicFilter;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.SourceAndTarget;
import org.apache.kafka.connect.mirror.TopicFilter;

/**
 * Answers questions about names, one a line, with what MirrorMaker 2 makes of them.
 *
 * <p>A question is "groups" or "topics", keys and values in turn, an empty field, and names, all with U+001F between.
 * An answer for groups is a digit for each name, or the class of the exception. One for topics has for each name what
 * the policy and the source connector say, or is "missing" where the class of the policy is.
 */
final class Names {
    private static final String SEPARATOR = "\u001f";

    public static void main(String[] none) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> fields = Arrays.asList(line.split(SEPARATOR, -1));
            Map<String, String> settings = new HashMap<>();
            int at = 1;
            for (; !fields.get(at).isEmpty(); at += 2) {
                settings.put(fields.get(at), fields.get(at + 1));
            }
            List<String> names = fields.subList(at + 1, fields.size());
            String answer;
            try {
                answer = fields.get(0).equals("groups") ? groups(settings, names) : topics(settings, names);
            } catch (Exception exception) {
                answer = exception.getClass().getSimpleName();
            } catch (StackOverflowError error) {
                answer = "StackOverflowError";
            }
            out.println(answer);
        }
        out.flush();
    }

    private static String groups(Map<String, String> settings, List<String> names) {
        DefaultGroupFilter filter = new DefaultGroupFilter();
        filter.configure(settings);
        StringBuilder answer = new StringBuilder();
        names.forEach(name -> answer.append(filter.shouldReplicateGroup(name) ? '1' : '0'));
        return answer.toString();
    }

    private static String topics(Map<String, String> settings, List<String> names) throws Exception {
        ReplicationPolicy policy;
        try {
            String type = settings.getOrDefault(
                "replication.policy.class", "org.apache.kafka.connect.mirror.DefaultReplicationPolicy");
            policy = (ReplicationPolicy) Class.forName(type.trim()).getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException missing) {
            return "missing";
        }
        policy.getClass().getMethod("configure", Map.class).invoke(policy, settings);
        DefaultTopicFilter filter = new DefaultTopicFilter();
        filter.configure(settings);
        String source = settings.get("source.cluster.alias").trim();
        String target = settings.get("target.cluster.alias").trim();
        Constructor<MirrorSourceConnector> constructor = MirrorSourceConnector.class.getDeclaredConstructor(
            SourceAndTarget.class, ReplicationPolicy.class, TopicFilter.class, ConfigPropertyFilter.class);
        constructor.setAccessible(true);
        MirrorSourceConnector connector = constructor.newInstance(
            new SourceAndTarget(source, target), policy, filter, new DefaultConfigPropertyFilter());
        StringBuilder answer = new StringBuilder(
            ask(policy, "offsetSyncsTopic", target) + SEPARATOR + ask(policy, "checkpointsTopic", source));
        for (String name : names) {
            for (String part : new String[] {
                policy.topicSource(name),
                policy.upstreamTopic(name),
                policy.originalTopic(name),
                policy.formatRemoteTopic(source, name),
                ask(policy, "isHeartbeatsTopic", name),
                ask(policy, "isInternalTopic", name),
                ask(connector, "isCycle", name),
                ask(connector, "shouldReplicateTopic", name),
            }) {
                answer.append(SEPARATOR).append(part == null ? "null" : "'" + part);
            }
        }
        return answer.toString();
    }

    /** Whatever the release: some methods are new, some are not public. */
    private static String ask(Object object, String name, String argument) throws Exception {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Class<?> declaring : parts(type)) {
                try {
                    Method method = declaring.getDeclaredMethod(name, String.class);
                    method.setAccessible(true);
                    return String.valueOf(method.invoke(object, argument));
                } catch (NoSuchMethodException missing) {
                    continue;
                } catch (InvocationTargetException thrown) {
                    return thrown.getCause().getClass().getSimpleName();
                }
            }
        }
        return "absent";
    }

    private static Class<?>[] parts(Class<?> type) {
        Class<?>[] interfaces = type.getInterfaces();
        Class<?>[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
        System.arraycopy(interfaces, 0, all, 1, interfaces.length);
        all[0] = type;
        return all;
    }
}
