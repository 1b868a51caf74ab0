package io.llmp.batch.dispatch;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Drives the lanes of one pool in virtual time; what answers them is up to each. */
final class VirtualLanes {

    private record End(VirtualLane lane, Dispatch.Decision.Begin call, Fate fate, long at, long order) {}

    /** What becomes of a call, and when. */
    record Fate(ModelResult result, long nanos) {}

    /** One lane, and what was made of its rows. */
    static final class VirtualLane {

        private final Dispatch dispatch;
        private final LongFunction<Fate> answers;
        final List<Long> begun = new ArrayList<>();
        final List<ModelReply> replies = new ArrayList<>();
        final List<CallFailure> failures = new ArrayList<>();
        final List<CallResult.NotMade> notMade = new ArrayList<>();

        private VirtualLane(Dispatch dispatch, LongFunction<Fate> answers) {
            this.dispatch = dispatch;
            this.answers = answers;
        }

        int inFlight() {
            return dispatch.inFlight();
        }

        private void report(@Nullable CallResult result) {
            if (result instanceof CallResult.NotMade none) {
                notMade.add(none);
            } else if (result instanceof CallResult.Made made && made.result() instanceof ModelReply reply) {
                replies.add(reply);
            } else if (result instanceof CallResult.Made made) {
                failures.add((CallFailure) made.result());
            }
        }
    }

    private final Lanes lanes;
    private final List<VirtualLane> opened = new ArrayList<>();
    private final PriorityQueue<End> ends =
            new PriorityQueue<>(Comparator.comparingLong(End::at).thenComparingLong(End::order));
    private long orders;
    long now;
    int mostInFlight;

    VirtualLanes(CallLimits limits) {
        this.lanes = new Lanes(limits, VirtualRun.RETRY, new Random(5));
    }

    /** Opens a lane whose calls are all there; each is answered by the time at which it begins. */
    VirtualLane open(Lane.Settings settings, int rows, LongFunction<Fate> answers) {
        VirtualLane lane = new VirtualLane(lanes.open(settings), answers);
        opened.add(lane);
        for (int row = 0; row < rows; row++) {
            lane.report(lane.dispatch.add(lane.dispatch.pending(VirtualRun.request("row " + row), now), false));
        }
        return lane;
    }

    void stop(VirtualLane lane, @Nullable CallFailure why) {
        for (PendingCall ignored : lane.dispatch.stop(why)) {
            lane.report(new CallResult.NotMade(why));
        }
    }

    void close(VirtualLane lane) {
        stop(lane, null);
        lanes.close(lane.dispatch);
    }

    /** Returns when it is {@code end}, or nothing more would happen. */
    VirtualLanes until(long end) {
        while (now < end) {
            long wake = beginAll();
            End next = ends.peek();
            long then = Math.min(wake, next == null ? Long.MAX_VALUE : next.at());
            if (then == Long.MAX_VALUE) {
                return this;
            }
            now = Math.min(end, then);
            while (ends.peek() != null && ends.peek().at() <= now) {
                end(ends.remove());
            }
        }
        return this;
    }

    private long beginAll() {
        while (true) {
            Dispatch.Decision decision = lanes.next(now);
            if (decision instanceof Dispatch.Decision.Wait wait) {
                return wait.until();
            }
            if (decision instanceof Dispatch.Decision.End end) {
                stop(lane(end.lane()), end.why());
            } else {
                begin((Dispatch.Decision.Begin) decision);
            }
        }
    }

    private void begin(Dispatch.Decision.Begin call) {
        VirtualLane lane = lane(call.lane());
        lane.begun.add(now);
        Fate fate = lane.answers.apply(now);
        ends.add(new End(lane, call, fate, now + fate.nanos(), orders++));
        mostInFlight = Math.max(mostInFlight, ends.size());
    }

    private void end(End end) {
        Permit permit = end.call().permit();
        end.lane()
                .report(end.lane()
                        .dispatch
                        .ended(end.call().call(), permit, end.fate().result(), now));
        if (end.lane().dispatch.stoppedBy() != null) {
            stop(end.lane(), end.lane().dispatch.stoppedBy());
        }
    }

    private VirtualLane lane(Dispatch dispatch) {
        return opened.stream()
                .filter(lane -> lane.dispatch == dispatch)
                .findFirst()
                .orElseThrow();
    }
}
