// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

/** A tenant: what subscriptions and principals belong to. A role at its root is had at all its subscriptions. */
public interface Tenant extends Shareable {

    /** Returns its name, in lower case. */
    String name();
}
