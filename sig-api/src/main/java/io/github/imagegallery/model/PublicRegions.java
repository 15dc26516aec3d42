// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;

/** The public cloud's regions, as its public list of regions and availability zones names them. */
final class PublicRegions {
    private PublicRegions() {}

    static List<Region> all() {
        return List.of(
                Region.of("Australia Central", "Australia", 0).onAllowListOnly(),
                Region.of("Australia Central 2", "Australia", 0).onAllowListOnly(),
                Region.of("Australia East", "Australia", 3),
                Region.of("Australia Southeast", "Australia", 0),
                Region.of("Austria East", "Austria", 3),
                Region.of("Belgium Central", "Belgium", 3),
                Region.of("Brazil South", "Brazil", 3),
                Region.of("Brazil Southeast", "Brazil", 0),
                Region.of("Canada Central", "Canada", 3),
                Region.of("Canada East", "Canada", 0),
                Region.of("Central India", "India", 3),
                Region.of("Central US", "United States", 3),
                Region.of("Chile Central", "Chile", 3),
                Region.of("East Asia", "Asia Pacific", 3),
                Region.of("East US", "United States", 3),
                Region.of("East US 2", "United States", 3),
                Region.of("France Central", "France", 3),
                Region.of("France South", "France", 0),
                Region.of("Germany North", "Germany", 0),
                Region.of("Germany West Central", "Germany", 3),
                Region.of("Indonesia Central", "Indonesia", 3),
                Region.of("Israel Central", "Israel", 3),
                Region.of("Italy North", "Italy", 3),
                Region.of("Japan East", "Japan", 3),
                Region.of("Japan West", "Japan", 3),
                Region.of("Korea Central", "Korea", 3),
                Region.of("Korea South", "Korea", 0),
                Region.of("Malaysia West", "Malaysia", 3),
                Region.of("Mexico Central", "Mexico", 3),
                Region.of("New Zealand North", "New Zealand", 3),
                Region.of("North Central US", "United States", 0),
                Region.of("North Europe", "Europe", 3),
                Region.of("Norway East", "Norway", 3),
                Region.of("Norway West", "Norway", 0),
                Region.of("Poland Central", "Poland", 3),
                Region.of("Qatar Central", "Qatar", 3),
                Region.of("South Africa North", "South Africa", 3),
                Region.of("South Africa West", "South Africa", 0),
                Region.of("South Central US", "United States", 3),
                Region.of("South India", "India", 0),
                Region.of("Southeast Asia", "Asia Pacific", 3),
                Region.of("Spain Central", "Spain", 3),
                Region.of("Sweden Central", "Sweden", 3),
                Region.of("Sweden South", "Sweden", 0),
                Region.of("Switzerland North", "Switzerland", 3),
                Region.of("Switzerland West", "Switzerland", 0),
                Region.of("UAE Central", "UAE", 0),
                Region.of("UAE North", "UAE", 3),
                Region.of("UK South", "United Kingdom", 3),
                Region.of("UK West", "United Kingdom", 0),
                Region.of("West Central US", "United States", 0),
                Region.of("West Europe", "Europe", 3),
                Region.of("West India", "India", 0),
                Region.of("West US", "United States", 0),
                Region.of("West US 2", "United States", 3),
                Region.of("West US 3", "United States", 3));
    }
}
