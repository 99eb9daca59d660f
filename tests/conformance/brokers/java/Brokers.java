import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Exit;

/**
 * Runs scenarios with real brokers and the real MirrorMaker 2: {@code Brokers FOLDER SLOTS BROKERS-A-SLOT}.
 *
 * <p>First says the addresses of the brokers of each slot, as one line of JSON; then takes an order a line from standard
 * input and gives an answer a line, in the order in which they are ready. Slots work side by side. Ends, with everything
 * in it, when standard input does.
 */
final class Brokers {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        // Whatever else prints must not come between the answers.
        System.setOut(System.err);
        // A worker that gives up ends the process; here it is one of many.
        Exit.setExitProcedure((code, message) -> System.err.println("a worker exits with " + code + ": " + message));
        Exit.setHaltProcedure((code, message) -> System.err.println("a worker halts with " + code + ": " + message));
        Path folder = Path.of(arguments[0]);
        List<List<Broker>> slots = new ArrayList<>();
        for (int slot = 0; slot < Integer.parseInt(arguments[1]); slot++) {
            List<Broker> brokers = new ArrayList<>();
            for (int broker = 0; broker < Integer.parseInt(arguments[2]); broker++) {
                brokers.add(Broker.start(folder, slot * 10 + broker + 1));
            }
            slots.add(brokers);
        }
        answers.println(addresses(slots));
        serve(slots, answers);
        // Threads of MirrorMaker 2 may be left.
        Runtime.getRuntime().halt(0);
    }

    private static ArrayNode addresses(List<List<Broker>> slots) {
        ArrayNode addresses = JSON.createArrayNode();
        for (List<Broker> brokers : slots) {
            ArrayNode slot = addresses.addArray();
            brokers.forEach(broker -> slot.add(broker.address));
        }
        return addresses;
    }

    private static void serve(List<List<Broker>> slots, PrintStream answers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(slots.size());
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode order = JSON.readTree(line);
            threads.submit(() -> {
                ObjectNode answer = Scenario.run(order, slots.get(order.get("slot").asInt()));
                synchronized (answers) {
                    answers.println(answer);
                    answers.flush();
                }
            });
        }
    }
}
