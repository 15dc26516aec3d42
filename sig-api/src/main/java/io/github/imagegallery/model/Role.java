// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of actions with a name (domain, Sharing): one of the three that everybody knows, or one of your own. Immutable.
 *
 * @param name what it is called: 1 to 64 characters; Owner, Contributor and Reader mean what everybody knows
 * @param actions what it allows, {@link Action#READ} among them: who may do something with a resource may see it
 */
public record Role(String name, Set<Action> actions) {
    private static final int LONGEST_NAME = 64;
    private static final Map<String, Set<Action>> EVERYBODYS = Map.of(
            "Owner", EnumSet.allOf(Action.class),
            "Contributor", EnumSet.complementOf(EnumSet.of(Action.SHARE)),
            "Reader", EnumSet.of(Action.READ, Action.DEPLOY));
    private static final Role OWNER = everybodys("Owner");
    private static final Role CONTRIBUTOR = everybodys("Contributor");
    private static final Role READER = everybodys("Reader");

    /**
     * Makes a role of your own.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the name is empty or too long, or reading is not
     *     among the actions, naming each fault
     */
    public Role {
        List<Violation> violations = new ArrayList<>();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            violations.add(Violation.invalid(
                    "role.name",
                    name,
                    name.isEmpty() ? "it is empty" : "it has " + name.length() + " characters",
                    "use 1 to " + LONGEST_NAME + " characters"));
        }
        if (!actions.contains(Action.READ)) {
            violations.add(Violation.invalid(
                    "role.actions", actions, "reading is not among them", "add read: what may be changed may be seen"));
        }
        if (isEverybodysOtherwise(name, actions)) {
            violations.add(Violation.invalid(
                    "role.name", name, "everybody knows it with other actions", "choose another name"));
        }
        if (!violations.isEmpty()) {
            throw GalleryException.of("Cannot use the role '" + name + "'", violations);
        }
        actions = Collections.unmodifiableSet(EnumSet.copyOf(actions));
    }

    private static boolean isEverybodysOtherwise(String name, Set<Action> actions) {
        return EVERYBODYS.entrySet().stream()
                .anyMatch(known -> known.getKey().equalsIgnoreCase(name)
                        && !known.getValue().equals(actions));
    }

    private static Role everybodys(String name) {
        return new Role(name, EVERYBODYS.get(name));
    }

    /** Returns the role that may do everything. */
    public static Role owner() {
        return OWNER;
    }

    /** Returns the role that may do everything but share. */
    public static Role contributor() {
        return CONTRIBUTOR;
    }

    /** Returns the role that may read, deploy and export. */
    public static Role reader() {
        return READER;
    }

    /** Tells whether this role allows an action. */
    public boolean allows(Action action) {
        return actions.contains(action);
    }

    @Override
    public String toString() {
        return name;
    }
}
