// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.CommitResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commits that are written and flushed together. Each is checked against the state and those before it in the group;
 * none is seen or answered before all are durable. For use by the committing thread only.
 */
final class CommitGroup {
    private static final int FULL_BYTES = 4 << 20;

    private final long begin;
    private final long time;
    private final Map<PartitionState, PartitionDraft> drafts = new HashMap<>();
    private final List<PendingCommit> members = new ArrayList<>();
    private final List<CommitResult> answers = new ArrayList<>();
    private final List<Runnable> changes = new ArrayList<>();
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    /**
     * Begins a group.
     *
     * @param begin the position in the journal at which it will be written
     * @param time the time of its commits, in milliseconds since 1970
     */
    CommitGroup(long begin, long time) {
        this.begin = begin;
        this.time = time;
    }

    boolean isFull() {
        return frames.size() >= FULL_BYTES;
    }

    void add(PendingCommit pending) {
        members.add(pending);
        PartitionState partition = pending.partition();
        PartitionDraft draft = drafts.computeIfAbsent(partition, PartitionDraft::new);
        @Nullable CommitResult answer = draft.answer(pending.commit());
        if (answer == null) {
            LoggedCommit logged = draft.add(pending.commit(), time, begin);
            frames.writeBytes(new Frame(begin + frames.size(), CommitJson.write(logged)).bytes());
            changes.add(() -> partition.apply(logged));
            answer = new CommitResult.Committed(logged.revision());
        }
        answers.add(answer);
    }

    /** Returns what is to be written, nothing if no commit changes anything. */
    ByteBuffer frames() {
        return ByteBuffer.wrap(frames.toByteArray());
    }

    /** Applies and answers the commits, now that they are durable. */
    void succeed() {
        changes.forEach(Runnable::run);
        for (int n = 0; n < members.size(); n++) {
            members.get(n).answer(answers.get(n));
        }
    }

    void fail(Throwable cause) {
        members.forEach(member -> member.fail(cause));
    }
}
