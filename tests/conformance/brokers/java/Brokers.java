import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Starts brokers and says their addresses, one a line: {@code Brokers FOLDER COUNT}. They run until standard input ends,
 * as it does however the test ends, and leave nothing in the folder.
 */
final class Brokers {
    private Brokers() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try {
            for (int id = 1; id <= Integer.parseInt(arguments[1]); id++) {
                System.out.println(Broker.start(folder, id));
            }
            System.in.transferTo(System.err);
        } finally {
            delete(folder);
            // Nobody needs what the brokers would still write.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
