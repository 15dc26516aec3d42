// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Shareable;
import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SharingOutcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The commands that say who may do what, and where. */
final class AccessCommands {
    private AccessCommands() {}

    private static Document document(RoleAssignment assignment) {
        return new Document()
                .put("principal", Principals.label(assignment.principal()))
                .put("role", assignment.role())
                .put("actions", assignment.role().actions())
                .put("scope", assignment.scope())
                .put("subscription", assignment.scope().subscription())
                .put("tenant", assignment.scope().tenant());
    }

    private static List<String> row(RoleAssignment assignment) {
        Role role = assignment.role();
        return List.of(
                Principals.label(assignment.principal()),
                role.name(),
                role.actions().stream().map(Action::toString).collect(Collectors.joining(", ")));
    }

    private static String sentence(RoleAssignment assignment) {
        return Principals.label(assignment.principal()) + " is " + assignment.role() + " of " + assignment.scope();
    }

    /** Assigns a role. */
    @Command(
            name = "share",
            description = {
                "Gives a principal a role at a gallery, a definition, a version, a subscription or the tenant.",
                "",
                "Owner may do everything, Contributor all but share, Reader may read, deploy and export; any other role has"
                        + " the actions that you give. A role is had at all that is inside. One of the same name and other"
                        + " actions is replaced."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images share golden/web --with user:alice --role Reader",
                "  gallery --store images share golden --with group:builders --role Builder --actions read,write",
                "  gallery --store images share --whole-subscription --with group:ops --role Contributor"
            })
    static final class Share extends StoreCommand {
        private static final List<Role> KNOWN = List.of(Role.owner(), Role.contributor(), Role.reader());

        @Mixin
        private Place place;

        @Option(names = "--with", required = true, paramLabel = "PRINCIPAL", description = "Who gets it.")
        private Principal principal;

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "Owner, Contributor, Reader, or the name of a role of your own.")
        private String role;

        @Option(
                names = "--actions",
                split = ",",
                paramLabel = "ACTION",
                description = "What a role of your own allows: read, and any of write, delete, deploy, share.")
        private List<Action> actions = List.of();

        @Override
        void check() {
            place.check();
            if (actions.isEmpty() && known().isEmpty()) {
                misuse("'" + role
                        + "' is none of Owner, Contributor, Reader (give the --actions of a role of your own)");
            }
        }

        private Optional<Role> known() {
            return KNOWN.stream()
                    .filter(each -> each.name().equalsIgnoreCase(role))
                    .findFirst();
        }

        @Override
        Answer run(ImageGalleries galleries) {
            Role given = actions.isEmpty() ? known().orElseThrow() : new Role(role, EnumSet.copyOf(actions));
            SharingOutcome sharing = made(place.in(galleries).share(principal, given));
            return Answer.of(document(sharing.assignment()), "Shared: " + sentence(sharing.assignment()))
                    .warning(sharing.advice());
        }
    }

    /** Takes a role away. */
    @Command(
            name = "unshare",
            description = "Takes a role away from a principal; what it has from above, or from a group, stays.",
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images unshare golden/web --with user:alice --role Reader")
    static final class Unshare extends StoreCommand {
        @Mixin
        private Place place;

        @Option(names = "--with", required = true, paramLabel = "PRINCIPAL", description = "Who loses it.")
        private Principal principal;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = "The name of the role.")
        private String role;

        @Override
        void check() {
            place.check();
        }

        @Override
        Answer run(ImageGalleries galleries) {
            RoleAssignment before = made(place.in(galleries).unshare(principal, role));
            return Answer.of(document(before), "No more: " + sentence(before));
        }
    }

    /** Lists assignments, and explains them. */
    @Command(
            name = "access",
            description = {
                "Lists the roles that are assigned at a place, or says whether a principal may do something there, and why.",
                "",
                "Roles that are assigned above count too: at the definition, the gallery, the subscription and the tenant."
                        + " With --explain it exits with 1 if the principal may not. Who is in which group is said with"
                        + " --group GROUP=PRINCIPAL."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images access golden/web",
                "  gallery --store images access golden/web --explain user:alice delete --group ops=user:alice"
            })
    static final class Access extends StoreCommand {
        @Mixin
        private Place place;

        @Option(
                names = "--explain",
                arity = "2",
                paramLabel = "PRINCIPAL ACTION",
                hideParamSyntax = true,
                description = "Say whether this principal may read, write, delete, deploy or share there.")
        private List<String> question = List.of();

        private Optional<Principal> asked = Optional.empty();
        private Optional<Action> action = Optional.empty();

        @Override
        void check() {
            place.check();
            if (question.isEmpty()) {
                return;
            }
            if (question.size() > 2) {
                misuse("Two questions are given with --explain (give one)");
            }
            try {
                asked = Optional.of(Principals.parse(question.get(0)));
                action = Optional.of(Arguments.oneOf(Action.values(), question.get(1)));
            } catch (TypeConversionException malformed) {
                misuse("Invalid value for option '--explain': " + malformed.getMessage());
            }
        }

        @Override
        Answer run(ImageGalleries galleries) {
            Shareable there = place.in(galleries);
            return asked.isPresent()
                    ? answer(galleries.explain(asked.get(), action.orElseThrow(), there.scope()))
                    : answer(there.scope(), there.assignments());
        }

        private static Answer answer(Scope scope, List<RoleAssignment> assignments) {
            List<String> lines = assignments.isEmpty()
                    ? List.of("No role is assigned at " + scope + "; those from above count")
                    : Texts.table(
                            "", assignments.stream().map(AccessCommands::row).toList());
            return Answer.of(new Document().put("scope", scope).put("assignments", documents(assignments)), lines);
        }

        private static Answer answer(AccessExplanation explanation) {
            String subject = Principals.label(explanation.principal()) + " may ";
            String what = explanation.action() + " " + explanation.scope();
            Document document = new Document()
                    .put("principal", Principals.label(explanation.principal()))
                    .put("action", explanation.action())
                    .put("scope", explanation.scope())
                    .put("allowed", explanation.allowed())
                    .put("because", documents(explanation.because()));
            if (!explanation.allowed()) {
                return Answer.of(document, List.of())
                        .failing(subject + "not " + what + ": no role that is assigned there or above allows it");
            }
            List<String> lines = new ArrayList<>(List.of(subject + what));
            explanation.because().forEach(assignment -> lines.add("  " + sentence(assignment)));
            if (explanation.because().isEmpty()) {
                lines.add("  a role that is assigned above allows it");
            }
            return Answer.of(document, lines);
        }

        private static List<Document> documents(List<RoleAssignment> assignments) {
            return assignments.stream().map(AccessCommands::document).toList();
        }
    }
}
