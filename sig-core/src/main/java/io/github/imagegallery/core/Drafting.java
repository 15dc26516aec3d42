// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Ledger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a change drafts: the one description from which it is committed, planned, and applied as it was planned.
 *
 * @param ledger the records, as who asks sees them
 * @param engine that of the subscription, empty where roles are assigned at a tenant's root
 * @param what what is asked for, such as {@code update golden/web/1.0.0}
 * @param asked the settings of it: the same text, for the same {@code what}, is the same request
 * @param function reads, decides and drafts
 * @param outlook says what else comes of what was drafted
 * @param <T> what the function returns
 */
record Drafting<T>(
        Ledger ledger,
        Optional<Engine> engine,
        String what,
        String asked,
        Function<Draft, T> function,
        Function<T, Outlook> outlook) {

    /**
     * What comes of a change besides what it drafts.
     *
     * @param completes the versions of which all replicas are made after it
     * @param facts what else it relies on, each with a digest
     * @param until the last instant at which it comes to the same, empty if that does not matter
     */
    record Outlook(Set<Address> completes, Map<String, String> facts, Optional<Instant> until) {

        /** Nothing. */
        static Outlook nothing() {
            return completing(Set.of());
        }

        static Outlook completing(Set<Address> versions) {
            return new Outlook(versions, Map.of(), Optional.empty());
        }
    }

    /** Describes a change of which nothing comes but what it drafts. */
    static <T> Drafting<T> of(Engine engine, String what, String asked, Function<Draft, T> function) {
        return new Drafting<>(engine.ledger(), Optional.of(engine), what, asked, function, result -> Outlook.nothing());
    }

    /** Returns this with what comes of it besides. */
    Drafting<T> then(Function<T, Outlook> more) {
        return new Drafting<>(ledger, engine, what, asked, function, more);
    }

    /** Returns what cannot be done if it is refused, for messages. */
    String request() {
        return "Cannot " + what;
    }

    /** Returns the digest of what is asked for. */
    String digest() {
        return Draft.digest(engine.map(Engine::subscription).orElse("") + "\n" + what + "\n" + asked);
    }

    /** Commits it under terms. */
    T commit(Terms terms) {
        return ledger.change(request(), draft -> terms.draft(this, draft));
    }

    /** Refuses under terms what a commit would refuse, and changes nothing. */
    T rehearse(Terms terms) {
        return ledger.rehearse(request(), draft -> terms.draft(this, draft));
    }

    /** Looks at what it comes to. */
    Prospect<T> prospect() {
        return Prospect.of(this);
    }
}
