package io.serai.routes.check;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What route files may name.
 *
 * @param bean whether {@code #name} is bound by the house or its components
 * @param type whether a class of that name can be had
 * @param backends the names of {@code backend.<name>.url}
 * @param component whether a URI scheme can be had
 * @param language whether an expression language can be had
 * @param dataFormat whether a data format can be had
 * @param properties what {@code {{name}}} becomes
 * @param suppliedBeans bean names for suggestions
 */
public record Facts(
    Predicate<String> bean,
    Predicate<String> type,
    Set<String> backends,
    Predicate<String> component,
    Predicate<String> language,
    Predicate<String> dataFormat,
    Map<String, String> properties,
    Set<String> suppliedBeans) {}
