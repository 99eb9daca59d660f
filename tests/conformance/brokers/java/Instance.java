import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.mirror.MirrorMaker;

/**
 * MirrorMaker 2 in dedicated mode, started as {@code MirrorMaker.main FILE --clusters ALIAS} does it, but in this
 * process, where its classes are loaded and warm.
 */
final class Instance {
    private final ThreadGroup threads;
    private final CompletableFuture<MirrorMaker> started;

    private Instance(ThreadGroup threads, CompletableFuture<MirrorMaker> started) {
        this.threads = threads;
        this.started = started;
    }

    /** What its threads print goes where the group's output goes. */
    static Instance start(String file, String alias, ThreadGroup threads) {
        return new Instance(threads, aside(threads, () -> {
            Map<String, String> properties = Utils.propsToStringMap(Utils.loadProps(file));
            MirrorMaker mirrorMaker = new MirrorMaker(properties, List.of(alias));
            mirrorMaker.start();
            return mirrorMaker;
        }));
    }

    /** Fails if it does not start. */
    CompletableFuture<MirrorMaker> started() {
        return started;
    }

    CompletableFuture<Void> stop() {
        return started.thenCompose(mirrorMaker -> aside(threads, () -> {
            mirrorMaker.stop();
            mirrorMaker.awaitStop();
            return null;
        }));
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** On a thread of its own: MirrorMaker 2 changes the class loader of the one that makes it. */
    private static <T> CompletableFuture<T> aside(ThreadGroup threads, Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(threads, () -> {
            try {
                done.complete(work.run());
            } catch (Throwable error) {
                done.completeExceptionally(error);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
