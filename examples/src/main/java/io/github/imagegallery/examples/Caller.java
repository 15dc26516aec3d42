// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Directory;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.Principal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that say on whose behalf a command runs, and what is known of principals: it is the directory, too. */
final class Caller implements Directory {
    static final List<String> OPTIONS = List.of("--as", "--group", "--consent");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec program;

    private Optional<Principal> principal = Optional.empty();
    private final Set<Membership> memberships = new LinkedHashSet<>();
    private final Set<Principal> consents = new LinkedHashSet<>();

    /**
     * That somebody is in a group.
     *
     * @param group the group; it is of the tenant of who is in it
     * @param member who is in it; empty for who calls
     */
    private record Membership(Principal group, Optional<Principal> member) {}

    /** Takes the principal; the parser calls this for each place at which it is given. */
    @Option(
            names = "--as",
            paramLabel = "[TENANT/]KIND:NAME",
            scope = ScopeType.INHERIT,
            description =
                    "On whose behalf: user:alice, group:ops or service-principal:ci. Only what it may see is found,"
                            + " and what it may not do is refused. Without it everything may be done.")
    void as(Principal given) {
        if (principal.isPresent() && !principal.get().equals(given)) {
            throw new ParameterException(
                    program.commandLine(),
                    "Two principals are given, " + Principals.label(principal.get()) + " and " + Principals.label(given)
                            + " (give one)");
        }
        principal = Optional.of(given);
    }

    /** Takes groups; the parser calls this for each place at which they are given. */
    @Option(
            names = "--group",
            paramLabel = "GROUP[=PRINCIPAL]",
            scope = ScopeType.INHERIT,
            converter = MembershipReader.class,
            description = "A group, and who is in it: the principal of --as if not said; may be repeated.")
    void groups(List<Membership> given) {
        memberships.addAll(given);
    }

    /** Takes consents; the parser calls this for each place at which they are given. */
    @Option(
            names = "--consent",
            paramLabel = "PRINCIPAL",
            scope = ScopeType.INHERIT,
            description = "A service principal of another tenant that this one has consented to; may be repeated.")
    void consents(List<Principal> given) {
        consents.addAll(given);
    }

    /** Refuses a group that nobody is in. */
    void check() {
        memberships.stream()
                .filter(membership -> membership.member().or(() -> principal).isEmpty())
                .findFirst()
                .ifPresent(membership -> {
                    throw new ParameterException(
                            program.commandLine(),
                            "Nobody is said to be in the " + membership.group() + " (give --as too, or --group "
                                    + membership.group().id() + "=PRINCIPAL)");
                });
    }

    /** Returns the galleries as who calls sees them. */
    ImageGalleries of(ImageGalleries galleries) {
        return principal.map(galleries::as).orElse(galleries);
    }

    @Override
    public Set<Principal> groupsOf(Principal asked) {
        return memberships.stream()
                .filter(membership -> membership.member().or(() -> principal).equals(Optional.of(asked)))
                .map(membership -> membership.group().inTenant(asked.tenant()))
                .collect(Collectors.toSet());
    }

    @Override
    public boolean hasConsented(String tenant, Principal servicePrincipal) {
        return consents.contains(servicePrincipal);
    }

    /** Reads who is in a group. */
    static final class MembershipReader implements ITypeConverter<Membership> {
        @Override
        public Membership convert(String text) {
            String[] parts = text.split("=", 2);
            Optional<Principal> member = parts.length == 1 ? Optional.empty() : Optional.of(Principals.parse(parts[1]));
            return new Membership(Principals.group(parts[0]), member);
        }
    }
}
