// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * One rule by which versions and definitions come to their end (domain, Deleting and end of life). What it does to a
 * definition is decided by {@code LifecycleRules} of the package {@code policy}, which also says what is protected
 * against every rule. Immutable; two rules that say the same are equal.
 */
public sealed interface LifecycleRule {

    /**
     * Returns the rule that keeps the newest versions and deletes those older than all of them.
     *
     * @param count how many are kept, from 1
     * @throws IllegalArgumentException if the count is out of range
     */
    static KeepNewest keepNewest(int count) {
        return new KeepNewest(count);
    }

    /** Returns the rule that deletes versions past their end of life. */
    static DeletePastEndOfLife deletePastEndOfLife() {
        return deletePastEndOfLife(0);
    }

    /**
     * Returns the rule that deletes versions a while after their end of life.
     *
     * @param daysAfter how many days of 24 hours after it, 0 to 36,500
     * @throws IllegalArgumentException if the number is out of range
     */
    static DeletePastEndOfLife deletePastEndOfLife(int daysAfter) {
        return new DeletePastEndOfLife(daysAfter);
    }

    /** Returns the rule that removes definitions past their end of life, their versions first. */
    static RemoveDefinition removeDefinitionPastEndOfLife() {
        return removeDefinitionPastEndOfLife(0);
    }

    /**
     * Returns the rule that removes definitions a while after their end of life, their versions first.
     *
     * @param daysAfter how many days of 24 hours after it, 0 to 36,500
     * @throws IllegalArgumentException if the number is out of range
     */
    static RemoveDefinition removeDefinitionPastEndOfLife(int daysAfter) {
        return new RemoveDefinition(daysAfter);
    }

    /**
     * Returns the rule that leaves the newest versions where they are, and withdraws those older than all of them from every
     * region but their homes.
     *
     * @param newest how many are left everywhere, from 1
     * @throws IllegalArgumentException if the number is out of range
     */
    static OlderAtHome olderAtHome(int newest) {
        return new OlderAtHome(newest);
    }

    /**
     * The newest versions are kept; those older than all of them are deleted. The newest are those of the highest numbers that
     * are eligible as {@code latest} at their homes; a version that is {@code latest} in any region is kept too. While there are
     * fewer than the rule keeps, nothing is deleted.
     *
     * @param count how many are kept, from 1
     */
    record KeepNewest(int count) implements LifecycleRule {
        /**
         * Refuses to keep none.
         *
         * @throws IllegalArgumentException if the count is out of range
         */
        public KeepNewest {
            requireCount("keep", count);
        }

        /** Returns the rule in words. */
        @Override
        public String toString() {
            return "keep the newest " + (count == 1 ? "version" : count + " versions");
        }
    }

    /**
     * Versions past their end of life are deleted; those without one are kept.
     *
     * @param daysAfter how many days of 24 hours after it, 0 to 36,500
     */
    record DeletePastEndOfLife(int daysAfter) implements LifecycleRule {
        /**
         * Refuses too few and too many days.
         *
         * @throws IllegalArgumentException if the number is out of range
         */
        public DeletePastEndOfLife {
            requireDays(daysAfter);
        }

        /** Returns the rule in words. */
        @Override
        public String toString() {
            return "delete versions" + after(daysAfter) + " past their end of life";
        }
    }

    /**
     * A definition past its end of life is removed, its versions first, the oldest first. One without an end of life is kept.
     * If one of its versions may not be deleted yet, all of it is kept.
     *
     * @param daysAfter how many days of 24 hours after it, 0 to 36,500
     */
    record RemoveDefinition(int daysAfter) implements LifecycleRule {
        /**
         * Refuses too few and too many days.
         *
         * @throws IllegalArgumentException if the number is out of range
         */
        public RemoveDefinition {
            requireDays(daysAfter);
        }

        /** Returns the rule in words. */
        @Override
        public String toString() {
            return "remove definitions" + after(daysAfter) + " past their end of life";
        }
    }

    /**
     * Versions older than the newest are withdrawn from every region but their homes, where a newer one is eligible as
     * {@code latest}. The newest are those of the highest numbers that are eligible as {@code latest} at their homes. While
     * there are fewer than the rule leaves everywhere, nothing is withdrawn.
     *
     * @param newest how many are left everywhere, from 1
     */
    record OlderAtHome(int newest) implements LifecycleRule {
        /**
         * Refuses to leave none everywhere.
         *
         * @throws IllegalArgumentException if the number is out of range
         */
        public OlderAtHome {
            requireCount("leave", newest);
        }

        /** Returns the rule in words. */
        @Override
        public String toString() {
            return "older than the newest " + (newest == 1 ? "version" : newest + " versions") + " at home only";
        }
    }

    private static String after(int days) {
        return days == 0 ? "" : days == 1 ? " 1 day" : " " + days + " days";
    }

    private static void requireCount(String verb, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "Cannot " + verb + " the newest " + count + " versions (name at least 1)");
        }
    }

    private static void requireDays(int days) {
        if (days < 0 || days > 36_500) {
            throw new IllegalArgumentException("Cannot wait " + days + " days (name 0 to 36,500)");
        }
    }
}
