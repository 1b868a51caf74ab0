package io.llmp.batch.schema;

/** Counts what a schema takes of a provider's bounds. For one thread. */
final class Allowance {

    private final Subset subset;
    private int members;
    private int optional;
    private int unions;
    private int constants;
    private int text;

    Allowance(Subset subset) {
        this.subset = subset;
    }

    void level(int depth) {
        require(depth <= subset.mostLevels(), "objects lie too deep within one another");
    }

    void member(String name, boolean mayLack) {
        require(++members <= subset.mostMembers(), "it has too many members");
        if (mayLack) {
            require(++optional <= subset.mostOptional(), "too many members are optional");
        }
        text(name);
    }

    void union() {
        require(++unions <= subset.mostUnions(), "it has too many alternatives");
    }

    void constant(String value) {
        require(++constants <= subset.mostConstants(), "it names too many constants");
        text(value);
    }

    void text(String more) {
        text += more.length();
        require(text <= subset.mostText(), "its names and constants are too long");
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new Unfit(otherwise);
        }
    }
}
