import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Exit;

/**
 * Runs the real MirrorMaker 2: takes an order a line from standard input and gives an answer a line, in the order in
 * which they are ready; orders for different brokers may run side by side. Ends, with everything in it, when standard
 * input does.
 */
final class Scenarios {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Scenarios() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        // Whatever else prints must not come between the answers.
        System.setOut(System.err);
        Log.split();
        // A worker that gives up ends the process; here it is one of many.
        Exit.setExitProcedure((code, message) -> System.err.println("ERROR a worker exits with " + code));
        Exit.setHaltProcedure((code, message) -> System.err.println("ERROR a worker halts with " + code));
        ExecutorService threads = Executors.newCachedThreadPool();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode order = JSON.readTree(line);
            threads.submit(() -> {
                ObjectNode answer = Scenario.run(order);
                synchronized (answers) {
                    answers.println(answer);
                    answers.flush();
                }
            });
        }
        Runtime.getRuntime().halt(0);
    }
}
