// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.core.record.AccessRecord;
import io.github.imagegallery.core.record.AccessRecord.Grant;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.SharingOutcome;
import io.github.imagegallery.policy.TextRule;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Changes who has which role at one place.
 *
 * @param place where the roles are assigned
 */
record PendingSharing(SharingPlace place) {
    /** So many fit into one record, however long their names are, and whatever their letters. */
    private static final int MOST = 100;

    private List<Grant> grants(Draft draft) {
        return draft.read(place.key(), AccessRecord.class)
                .map(AccessRecord::grants)
                .orElse(List.of());
    }

    PendingChange<SharingOutcome> share(Principal principal, Role role) {
        return (SingleCommit<SharingOutcome>) () -> {
            RoleAssignment assignment = new RoleAssignment(principal, role, place.scope());
            String asked = principal + " as " + role.name() + " " + new TreeSet<>(role.actions());
            return place.drafting("share", asked, (draft, faults) -> {
                List<Grant> before = grants(draft);
                List<Grant> after = Stream.concat(
                                before.stream().filter(grant -> !isOf(grant, principal, role.name())),
                                Stream.of(Grant.of(assignment)))
                        .toList();
                faults.add(checkKnown(principal))
                        .add(TextRule.check("principal.id", principal.id(), Integer.MAX_VALUE))
                        .add(TextRule.check("role.name", role.name(), Integer.MAX_VALUE))
                        .add(checkMost(after.size()))
                        .refuse();
                if (!before.contains(Grant.of(assignment))) {
                    put(draft, after);
                }
                return new SharingOutcome(assignment, advice());
            });
        };
    }

    private List<Advice> advice() {
        return place.scope().isVersion()
                ? List.of(new Advice(
                        place.scope().toString(),
                        "a single version is shared, and the next one that is published will not be",
                        "share the definition or the gallery"))
                : List.of();
    }

    private Optional<Violation> checkKnown(Principal principal) {
        return place.access().isKnown(principal)
                ? Optional.empty()
                : Optional.of(Violation.invalid(
                        "principal",
                        principal,
                        "the tenant " + place.scope().tenant() + " does not know it",
                        "name a principal of that tenant, or a service principal that it has consented to"));
    }

    private Optional<Violation> checkMost(int size) {
        return size <= MOST
                ? Optional.empty()
                : Optional.of(new Violation(
                        ErrorCode.QUOTA_EXCEEDED,
                        "assignments",
                        "one more at " + place.scope(),
                        "there are " + MOST + " already",
                        "assign roles to groups"));
    }

    PendingChange<RoleAssignment> unshare(Principal principal, String role) {
        return (SingleCommit<RoleAssignment>) () ->
                place.drafting("unshare", principal + " as " + role, (draft, faults) -> {
                    List<Grant> before = grants(draft);
                    Optional<Grant> found = before.stream()
                            .filter(grant -> isOf(grant, principal, role))
                            .findFirst();
                    if (found.isEmpty()) {
                        faults.add(notAssigned(principal, role));
                    }
                    faults.refuse();
                    put(
                            draft,
                            before.stream()
                                    .filter(grant -> !found.get().equals(grant))
                                    .toList());
                    return found.get().at(place.scope());
                });
    }

    private Violation notAssigned(Principal principal, String role) {
        return new Violation(
                ErrorCode.RESOURCE_NOT_FOUND,
                "assignment",
                principal + " as " + role,
                "no such role is assigned at " + place.scope(),
                "look at the assignments there and above");
    }

    private static boolean isOf(Grant grant, Principal principal, String role) {
        return grant.principal().equals(principal) && grant.role().equalsIgnoreCase(role);
    }

    private void put(Draft draft, List<Grant> grants) {
        if (grants.isEmpty()) {
            draft.delete(place.key());
        } else {
            draft.put(place.key(), new AccessRecord(grants));
        }
        draft.touch(Keys.accessEpoch());
    }
}
