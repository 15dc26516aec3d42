// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * The plan under which a marketplace image is bought (domain, Image definition).
 *
 * @param name the plan's name
 * @param publisher who sells it
 * @param product what is sold
 */
public record PurchasePlan(String name, String publisher, String product) {

    @Override
    public String toString() {
        return publisher + ":" + product + ":" + name;
    }
}
