// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import java.util.EnumMap;
import java.util.Map;

/** The rules of a {@link FaultyStorage}, and how many calls are left until each of them bites. */
final class Faults {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Map<Call, Integer> callsUntilFailure = new EnumMap<>(Call.class);
    private int commitsUntilLostAnswer = NEVER;
    private int writesUntilDeath = NEVER;
    private boolean dead;

    synchronized void fail(Call call, int n) {
        callsUntilFailure.put(call, n);
    }

    synchronized void loseAnswerOfCommit(int n) {
        commitsUntilLostAnswer = n;
    }

    synchronized void dieAfterWrites(int n) {
        writesUntilDeath = n;
    }

    synchronized boolean isDead() {
        return dead;
    }

    /** Counts a call that is about to be made, or fails in its place. */
    void before(Call call) {
        if (fails(call)) {
            throw failure(call);
        }
    }

    /**
     * Counts a call that is about to be made, and tells whether it is to fail.
     *
     * @throws StorageException if the process is as if dead
     */
    synchronized boolean fails(Call call) {
        if (call.isWrite() && writesUntilDeath != NEVER && writesUntilDeath-- <= 0) {
            dead = true;
        }
        if (dead) {
            throw new StorageException("As if the process had died: no " + call + " any more");
        }
        Integer left = callsUntilFailure.computeIfPresent(call, (same, n) -> n - 1);
        return left != null && left == 0;
    }

    static StorageException failure(Call call) {
        return new StorageException("This " + call + " was to fail");
    }

    /** Counts a commit that was applied, and tells whether its answer is lost. */
    synchronized boolean losesAnswer() {
        return commitsUntilLostAnswer != NEVER && --commitsUntilLostAnswer == 0;
    }
}
