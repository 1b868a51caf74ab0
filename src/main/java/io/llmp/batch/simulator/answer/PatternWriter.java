package io.llmp.batch.simulator.answer;

import io.llmp.batch.simulator.request.Draw;

/**
 * Writes one text after a regular expression of literals, classes, groups, alternatives and quantifiers. What else it
 * meets it takes literally, so the text is to be checked.
 */
final class PatternWriter {

    private static final int MORE = 4;
    private static final String WORD_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final String expression;
    private final Draw draw;
    private int position;

    PatternWriter(String expression, Draw draw) {
        this.expression = expression;
        this.draw = draw;
    }

    String write() {
        return alternatives();
    }

    /** Writes all alternatives up to the end of the group, and returns one. */
    private String alternatives() {
        String chosen = sequence();
        int count = 1;
        while (position < expression.length() && expression.charAt(position) == '|') {
            position++;
            String other = sequence();
            count++;
            chosen = draw.below(count) == 0 ? other : chosen;
        }
        return chosen;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (position < expression.length() && "|)".indexOf(expression.charAt(position)) < 0) {
            int start = position;
            String once = atom();
            int end = position;
            int times = times();
            int next = position;
            for (int i = 0; i < times; i++) {
                // Each repetition is written anew, so that [a-z]{3} is not one letter three times.
                position = start;
                text.append(i == 0 ? once : atom());
            }
            position = Math.max(next, end);
        }
        return text.toString();
    }

    private String atom() {
        char c = expression.charAt(position++);
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> pick(WORD_CHARACTERS);
            case '\\' -> escaped();
            case '[' -> pick(characterClass());
            case '(' -> group();
            default -> String.valueOf(c);
        };
    }

    private String group() {
        if (expression.startsWith("?:", position)) {
            position += 2;
        }
        String text = alternatives();
        position++;
        return text;
    }

    private String escaped() {
        String set = escapedSet();
        return set.isEmpty() ? "" : pick(set);
    }

    private String escapedSet() {
        char c = position < expression.length() ? expression.charAt(position++) : '\\';
        return switch (c) {
            case 'd' -> "0123456789";
            case 'w' -> WORD_CHARACTERS;
            case 's' -> " ";
            case 'b', 'A', 'z', 'Z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            default -> String.valueOf(c);
        };
    }

    private String characterClass() {
        boolean negated = expression.startsWith("^", position);
        position += negated ? 1 : 0;
        StringBuilder set = new StringBuilder();
        while (position < expression.length() && expression.charAt(position) != ']') {
            char from = expression.charAt(position++);
            if (from == '\\') {
                set.append(escapedSet());
            } else if (position + 1 < expression.length()
                    && expression.charAt(position) == '-'
                    && expression.charAt(position + 1) != ']') {
                char to = expression.charAt(position + 1);
                position += 2;
                for (char c = from; c <= to && set.length() < 1_000; c++) {
                    set.append(c);
                }
            } else {
                set.append(from);
            }
        }
        position++;
        return negated ? without(set) : set.toString();
    }

    private static String without(CharSequence excluded) {
        StringBuilder rest = new StringBuilder();
        (WORD_CHARACTERS + " _-")
                .chars()
                .filter(c -> excluded.chars().noneMatch(x -> x == c))
                .forEach(c -> rest.append((char) c));
        return rest.toString();
    }

    /** Reads a quantifier, if there is one, and draws a number that it allows. */
    private int times() {
        char c = position < expression.length() ? expression.charAt(position) : ' ';
        int times = switch (c) {
            case '?' -> draw.below(2);
            case '*' -> draw.below(MORE);
            case '+' -> 1 + draw.below(MORE);
            case '{' -> counted();
            default -> 1;
        };
        boolean isQuantifier = "?*+{".indexOf(c) >= 0;
        position += isQuantifier ? 1 : 0;
        boolean isLazy = isQuantifier && (expression.startsWith("?", position) || expression.startsWith("+", position));
        position += isLazy ? 1 : 0;
        return times;
    }

    /** Reads <code>{2}</code>, <code>{2,}</code> or <code>{2,5}</code> up to its closing brace. */
    private int counted() {
        int end = expression.indexOf('}', position);
        String[] bounds =
                expression.substring(position + 1, Math.max(position + 1, end)).split(",", -1);
        position = Math.max(position, end);
        try {
            int least = Integer.parseInt(bounds[0].strip());
            boolean isOpen = bounds.length > 1 && bounds[1].isBlank();
            int most = bounds.length == 1 ? least : isOpen ? least + MORE : Integer.parseInt(bounds[1].strip());
            return least + draw.below(Math.min(most, least + 2 * MORE) - least + 1);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private String pick(String set) {
        return set.isEmpty() ? "" : String.valueOf(set.charAt(draw.below(set.length())));
    }
}
