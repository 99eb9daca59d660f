import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.mirror.MirrorMaker;

/**
 * MirrorMaker 2 in dedicated mode, started as {@code MirrorMaker.main FILE --clusters ALIAS} does it, but in this
 * process, where its classes are loaded and warm.
 */
final class Instance {
    private final MirrorMaker mirrorMaker;

    private Instance(MirrorMaker mirrorMaker) {
        this.mirrorMaker = mirrorMaker;
    }

    static Instance start(String file, String alias) throws Exception {
        return onItsOwnThread(() -> {
            Map<String, String> properties = Utils.propsToStringMap(Utils.loadProps(file));
            MirrorMaker mirrorMaker = new MirrorMaker(properties, List.of(alias));
            mirrorMaker.start();
            return new Instance(mirrorMaker);
        }).get(Broker.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns false if it does not end in time. */
    boolean stop() throws Exception {
        CompletableFuture<Void> ended = onItsOwnThread(() -> {
            mirrorMaker.stop();
            mirrorMaker.awaitStop();
            return null;
        });
        try {
            ended.get(Broker.PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException error) {
            return false;
        }
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** MirrorMaker 2 changes the class loader of the thread that makes it. */
    private static <T> CompletableFuture<T> onItsOwnThread(Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
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
