// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * How settings are generated: the generated class stays hidden behind the abstract type and its {@code Builder}. Were the style on
 * that type itself, a user's compiler would warn that it does not know it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        allowedClasspathAnnotations = {Override.class})
@interface SettingsStyle {}
