package io.llmp.batch.samples;

import io.llmp.batch.samples.ReviewPhrases.Aspects;
import io.llmp.batch.samples.ReviewPhrases.Voice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes up product reviews, the same ones each time. */
final class Reviews {

    private static final Instant FIRST = Instant.parse("2024-01-01T08:00:00Z");
    private static final int MINUTES = 730 * 24 * 60;
    private static final List<Product> PRODUCTS = List.of(
            new Product("AU-1001", "Tonwerk Studio Headphones", "audio", "129.00"),
            new Product("AU-1002", "Pebble Mini Speaker", "audio", "39.90"),
            new Product("AU-1003", "Larkfield Earbuds", "audio", "79.95"),
            new Product("KI-2001", "Alder 28 cm Pan", "kitchen", "54.50"),
            new Product("KI-2002", "Brisk Kettle", "kitchen", "44.99"),
            new Product("KI-2003", "Morning Mill Coffee Grinder", "kitchen", "89.00"),
            new Product("OD-3001", "Fjellet Two-Person Tent", "outdoor", "249.00"),
            new Product("OD-3002", "Drizzle Rain Jacket", "outdoor", "119.50"),
            new Product("OD-3003", "Ridgeway 40 L Backpack", "outdoor", "99.00"),
            new Product("OF-4001", "Plank Standing Desk", "office", "389.00"),
            new Product("OF-4002", "Contour Desk Chair", "office", "219.90"));

    private final Random random = new Random(20_240_229);
    private final Set<String> used = new HashSet<>();

    /** A product as the shop lists it. */
    record Product(String sku, String name, String category, String price) {}

    /** One review; what a reviewer may leave out is null. */
    record Review(
            String id,
            Product product,
            @Nullable String title,
            String text,
            @Nullable Integer stars,
            @Nullable List<String> tags,
            boolean verified,
            BigDecimal price,
            Instant reviewedAt,
            @Nullable Long helpfulVotes) {}

    private enum Mood {
        HAPPY,
        MIXED,
        UNHAPPY
    }

    static List<Review> generate(int count) {
        Reviews reviews = new Reviews();
        List<Review> result = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            result.add(reviews.review(number));
        }
        return result;
    }

    private Review review(int number) {
        Product product = pick(PRODUCTS);
        Mood mood = chance(55) ? Mood.HAPPY : chance(60) ? Mood.UNHAPPY : Mood.MIXED;
        ReviewPhrases language = language();
        boolean glad = mood == Mood.HAPPY || (mood == Mood.MIXED && random.nextBoolean());
        Voice voice = glad ? language.happy() : language.unhappy();
        return new Review(
                "R-%05d".formatted(number),
                product,
                chance(82) ? pick(voice.titles()) : null,
                newText(language, product, mood, voice),
                chance(92) ? stars(mood) : null,
                tags(product, mood),
                chance(78),
                new BigDecimal(product.price()).subtract(BigDecimal.valueOf(random.nextInt(1_500), 2)),
                FIRST.plusSeconds(60L * random.nextInt(MINUTES)),
                chance(70) ? (long) random.nextInt(60) : null);
    }

    private ReviewPhrases language() {
        int left = random.nextInt(100);
        for (ReviewPhrases language : ReviewPhrases.LANGUAGES) {
            left -= language.weight();
            if (left < 0) {
                return language;
            }
        }
        return ReviewPhrases.LANGUAGES.get(0);
    }

    private String newText(ReviewPhrases language, Product product, Mood mood, Voice voice) {
        String text;
        do {
            text = text(language, product, mood, voice);
        } while (!used.add(text));
        return text;
    }

    private String text(ReviewPhrases language, Product product, Mood mood, Voice voice) {
        Aspects aspects = language.aspects().get(product.category());
        List<String> first = mood == Mood.UNHAPPY ? aspects.bad() : aspects.good();
        String one = pick(first);
        List<String> sentences = new ArrayList<>();
        if (mood != Mood.MIXED) {
            sentences.add(pick(voice.openings()));
        }
        sentences.add(capital(one) + ".");
        if (mood == Mood.MIXED) {
            sentences.add(pick(language.but())
                    + pick(without(aspects.bad(), aspects.bad().get(first.indexOf(one)))) + ".");
        } else if (chance(50)) {
            sentences.add(capital(pick(without(first, one))) + ".");
        }
        if (chance(60)) {
            sentences.add(pick(language.usage()).replace("{weeks}", Integer.toString(2 + random.nextInt(11))));
        }
        if (mood != Mood.MIXED) {
            sentences.add(pick(voice.closings()));
        }
        String text = String.join(chance(10) ? "\n" : " ", sentences).replace("{product}", product.name());
        return mood == Mood.MIXED ? product.name() + ": " + text : text;
    }

    private int stars(Mood mood) {
        return switch (mood) {
            case HAPPY -> chance(70) ? 5 : 4;
            case MIXED -> 3;
            case UNHAPPY -> chance(65) ? 1 : 2;
        };
    }

    private @Nullable List<String> tags(Product product, Mood mood) {
        if (chance(15)) {
            return null;
        }
        List<String> tags = new ArrayList<>();
        if (chance(80)) {
            tags.add(product.category());
        }
        if (chance(30)) {
            tags.add(pick(List.of("gift", "sale", "new")));
        }
        if (mood == Mood.UNHAPPY && chance(40)) {
            tags.add("return");
        }
        return tags;
    }

    private static List<String> without(List<String> all, String one) {
        return all.stream().filter(each -> !each.equals(one)).toList();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
