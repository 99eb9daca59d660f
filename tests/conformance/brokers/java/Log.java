import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard error of a group of threads and of every thread that they start, in a file. */
final class Log extends ThreadGroup implements AutoCloseable {
    private final OutputStream file;

    Log(String path) throws IOException {
        super(path);
        file = new FileOutputStream(path, true);
    }

    /** Late words of threads that end are lost. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** From now on all that is said goes where the thread belongs that says it. */
    static void split() {
        PrintStream all = System.err;
        System.setErr(new PrintStream(new OutputStream() {
            @Override
            public void write(int unit) throws IOException {
                write(new byte[] {(byte) unit}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                ThreadGroup group = Thread.currentThread().getThreadGroup();
                while (group != null && !(group instanceof Log)) {
                    group = group.getParent();
                }
                OutputStream out = group instanceof Log log ? log.file : all;
                out.write(bytes, start, length);
            }
        }, true));
    }
}
