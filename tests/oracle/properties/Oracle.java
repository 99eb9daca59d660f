import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks the JDK what java.util.Properties makes of texts.
 *
 * "answer FILE..." keeps the text of each line and writes the JDK's answer behind it.
 * "random COUNT" prints texts, always the same ones, for "answer" to fill in.
 *
 * A line is a JSON array: the text; its entries as [key, value], in order; and "malformed" if the
 * JDK refused the text after those entries. All in ASCII; a lone surrogate is told as U+FFFD.
 */
final class Oracle {
    private static final String[] ALPHABET = {
        "\\", "\\", "\\", "=", ":", "#", "!", " ", " ", " ", "\t", "\f", "\n", "\n", "\r", "\r\n",
        "\\\n", "\\\r\n", "\\\n ", "\\\\", "\\=", "\\u00", "\\u0041", "\\u00e9",
        "\\uD83D", "\\uDE00",
        "u", "0", "4", "F", "n", "t", "a", "b", "c", "d", "é", "→", "😀",
    };

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "answer" -> {
                for (int i = 1; i < arguments.length; i++) {
                    answerFile(Path.of(arguments[i]));
                }
            }
            case "random" -> printRandom(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException("answer FILE... | random COUNT");
        }
    }

    private static void answerFile(Path file) throws IOException {
        List<String> answers = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            answers.add(answer(firstString(line)));
        }
        Files.writeString(file, String.join("\n", answers) + "\n");
    }

    private static String answer(String text) throws IOException {
        Recorder recorder = new Recorder();
        String end = "]";
        try {
            recorder.load(new StringReader(text));
        } catch (IllegalArgumentException malformed) {
            end = ",\"malformed\"]";
        }
        return "[" + quote(text) + ",[" + String.join(",", recorder.entries) + "]" + end;
    }

    /** Keeps what a map would lose: the order, and keys that repeat. */
    private static final class Recorder extends Properties {
        final transient List<String> entries = new ArrayList<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            entries.add("[" + quote((String) key) + "," + quote((String) value) + "]");
            return null;
        }
    }

    private static void printRandom(int count) {
        Random random = new Random(17);
        for (int i = 0; i < count; i++) {
            String text = IntStream.range(0, 4 + random.nextInt(16))
                .mapToObj(at -> ALPHABET[random.nextInt(ALPHABET.length)])
                .collect(Collectors.joining());
            System.out.println("[" + quote(text) + "]");
        }
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"', '\\' -> quoted.append('\\').append((char) point);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\f' -> quoted.append("\\f");
                default -> quotePoint(quoted, point);
            }
        });
        return quoted.append('"').toString();
    }

    private static void quotePoint(StringBuilder quoted, int point) {
        if (point >= ' ' && point <= '~') {
            quoted.append((char) point);
            return;
        }
        boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        for (char unit : Character.toChars(lone ? 0xFFFD : point)) {
            quoted.append(String.format("\\u%04x", (int) unit));
        }
    }

    /** The first string of a line of JSON. */
    private static String firstString(String line) {
        StringBuilder text = new StringBuilder();
        int at = line.indexOf('"') + 1;
        while (line.charAt(at) != '"') {
            char next = line.charAt(at++);
            if (next != '\\') {
                text.append(next);
                continue;
            }
            char escaped = line.charAt(at++);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'f' -> text.append('\f');
                case 'b' -> text.append('\b');
                case 'u' -> {
                    text.append((char) Integer.parseInt(line.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
