package io.llmp.batch.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keywords of JSON Schema 2020-12, by what they hold. */
public final class SchemaKeywords {

    /** Hold one schema. */
    public static final Set<String> SCHEMA = Set.of(
            "items",
            "additionalProperties",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema");

    /** Of these, the ones whose schema judges the same value, not a part of it. */
    static final Set<String> SAME_VALUE = Set.of("not", "if", "then", "else");

    /** Hold an array of schemas. */
    public static final Set<String> SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    /** Hold schemas by name. */
    public static final Set<String> NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    /** Hold something else. */
    private static final Set<String> PLAIN = Set.of(
            "$schema",
            "$id",
            "$anchor",
            "$ref",
            "$dynamicRef",
            "$dynamicAnchor",
            "$comment",
            "$vocabulary",
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "format",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "title",
            "description",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "examples",
            "contentEncoding",
            "contentMediaType");

    /** All of them. */
    public static final Set<String> ALL = all();

    public static final List<String> TYPES =
            List.of("array", "boolean", "integer", "null", "number", "object", "string");

    public static final List<String> FORMATS = List.of(
            "date",
            "date-time",
            "duration",
            "email",
            "hostname",
            "idn-email",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "regex",
            "relative-json-pointer",
            "time",
            "uri",
            "uri-reference",
            "uri-template",
            "uuid");

    private SchemaKeywords() {}

    private static Set<String> all() {
        List<String> all = new ArrayList<>(PLAIN);
        all.addAll(SCHEMA);
        all.addAll(SCHEMAS);
        all.addAll(NAMED_SCHEMAS);
        return new TreeSet<>(all);
    }
}
