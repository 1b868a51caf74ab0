package io.llmp.batch.samples;

import java.util.List;
import java.util.Map;

/**
 * Long because it is data, not code.
 *
 * <p>What reviewers write, by language and kind of product. What is bad stands where the good that it belies stands. {@code {product}} stands for the product's name and
 * {@code {weeks}} for a number.
 *
 * @param weight how often the language occurs, of a hundred
 * @param aspects by category of product
 */
record ReviewPhrases(
        int weight, Voice happy, Voice unhappy, List<String> usage, List<String> but, Map<String, Aspects> aspects) {

    /** How a review of one mood is titled, begins and ends. */
    record Voice(List<String> titles, List<String> openings, List<String> closings) {}

    /** What is good and what is bad about products of one category. */
    record Aspects(List<String> good, List<String> bad) {}

    static final List<ReviewPhrases> LANGUAGES = List.of(english(), german(), french(), spanish());

    private static ReviewPhrases english() {
        return new ReviewPhrases(
                52,
                new Voice(
                        List.of("Love it", "Worth every penny", "Exactly what I needed", "Very happy", "A great buy"),
                        List.of(
                                "I am delighted with the {product}.",
                                "The {product} is one of the best things I bought this year.",
                                "Bought the {product} as a gift and ended up getting a second one for myself.",
                                "I was sceptical at first, but the {product} won me over.",
                                "The {product} does precisely what the description promises."),
                        List.of(
                                "I would buy it again without a second thought.",
                                "Highly recommended.",
                                "Delivery was quick, too.",
                                "Five stars from the whole family.",
                                "Excellent value for the money.")),
                new Voice(
                        List.of(
                                "Disappointed",
                                "Do not buy",
                                "Broke after a month",
                                "Not as described",
                                "Waste of money"),
                        List.of(
                                "I really wanted to like the {product}, but it let me down.",
                                "The {product} is a disappointment.",
                                "Sadly the {product} is nothing like the pictures.",
                                "I expected far more from the {product} at this price.",
                                "My {product} arrived with a defect."),
                        List.of(
                                "I am sending it back.",
                                "Support never answered my emails.",
                                "Save your money.",
                                "I would not recommend it to anyone.",
                                "Still waiting for my refund.")),
                List.of(
                        "I have used it for {weeks} weeks now.",
                        "It has been in daily use for {weeks} weeks.",
                        "After {weeks} weeks my view has not changed."),
                List.of("On the other hand, ", "That said, ", "Unfortunately, "),
                Map.of(
                        "audio",
                        aspects(
                                List.of(
                                        "the sound is warm and clear even at low volume",
                                        "the battery easily lasts through a long working day",
                                        "pairing with my phone took a few seconds"),
                                List.of(
                                        "the bass rattles and voices sound hollow",
                                        "the battery is empty after barely two hours",
                                        "the connection drops whenever I leave the room")),
                        "kitchen",
                        aspects(
                                List.of(
                                        "it heats up evenly and nothing sticks",
                                        "cleaning takes a minute, everything goes in the dishwasher",
                                        "it is much quieter than our old one"),
                                List.of(
                                        "the coating started to peel off",
                                        "it leaks and leaves a puddle on the counter",
                                        "the plastic smells awful as soon as it gets warm")),
                        "outdoor",
                        aspects(
                                List.of(
                                        "it kept us dry through two days of heavy rain",
                                        "it packs down small and weighs next to nothing",
                                        "the seams and zips feel really solid"),
                                List.of(
                                        "water came through after ten minutes of drizzle",
                                        "one of the poles snapped in a light breeze",
                                        "the zip jammed on the very first trip")),
                        "office",
                        aspects(
                                List.of(
                                        "it is sturdy and does not wobble at all",
                                        "assembly was simple, with clear instructions",
                                        "my back has stopped hurting since I got it"),
                                List.of(
                                        "it squeaks with every movement",
                                        "two screws were missing and the holes do not line up",
                                        "the surface was scratched right out of the box"))));
    }

    private static ReviewPhrases german() {
        return new ReviewPhrases(
                20,
                new Voice(
                        List.of("Absolut zufrieden", "Sein Geld wert", "Klare Kaufempfehlung", "Einfach gut"),
                        List.of(
                                "Ich bin von {product} begeistert.",
                                "{product} hält genau, was die Beschreibung verspricht.",
                                "Nach langer Suche endlich das Richtige: {product}.",
                                "Anfangs war ich skeptisch, aber {product} hat mich überzeugt."),
                        List.of(
                                "Ich würde es jederzeit wieder kaufen.",
                                "Klare Empfehlung.",
                                "Auch die Lieferung ging sehr schnell.",
                                "Fünf Sterne von der ganzen Familie.")),
                new Voice(
                        List.of(
                                "Leider enttäuschend",
                                "Finger weg",
                                "Nach kurzer Zeit defekt",
                                "Nicht wie beschrieben"),
                        List.of(
                                "Von {product} bin ich sehr enttäuscht.",
                                "Leider hat {product} nichts mit den Bildern gemeinsam.",
                                "Für diesen Preis hatte ich von {product} deutlich mehr erwartet.",
                                "{product} kam schon beschädigt bei mir an."),
                        List.of(
                                "Das geht zurück.",
                                "Der Kundendienst meldet sich nicht.",
                                "Schade um das Geld.",
                                "Ich kann nur davon abraten.")),
                List.of("Ich benutze es seit {weeks} Wochen.", "Es ist seit {weeks} Wochen täglich im Einsatz."),
                List.of("Allerdings muss man sagen: ", "Andererseits: ", "Leider gilt auch: "),
                Map.of(
                        "audio",
                        aspects(
                                List.of(
                                        "der Klang ist warm und klar, auch bei geringer Lautstärke",
                                        "der Akku hält locker einen ganzen Arbeitstag",
                                        "die Verbindung mit dem Handy klappte sofort"),
                                List.of(
                                        "die Bässe scheppern und Stimmen klingen hohl",
                                        "der Akku ist nach zwei Stunden leer",
                                        "die Verbindung bricht ständig ab")),
                        "kitchen",
                        aspects(
                                List.of(
                                        "es wird gleichmäßig heiß und nichts brennt an",
                                        "die Reinigung ist in einer Minute erledigt",
                                        "es ist viel leiser als unser altes Gerät"),
                                List.of(
                                        "die Beschichtung löst sich schon ab",
                                        "es ist undicht und tropft auf die Arbeitsplatte",
                                        "der Kunststoff stinkt, sobald er warm wird")),
                        "outdoor",
                        aspects(
                                List.of(
                                        "wir blieben trotz Dauerregen völlig trocken",
                                        "es ist klein verpackt und sehr leicht",
                                        "Nähte und Reißverschlüsse wirken sehr stabil"),
                                List.of(
                                        "nach zehn Minuten Nieselregen war alles nass",
                                        "bei leichtem Wind ist eine Stange gebrochen",
                                        "der Reißverschluss klemmte schon beim ersten Ausflug")),
                        "office",
                        aspects(
                                List.of(
                                        "es steht fest und wackelt nicht",
                                        "der Aufbau war dank guter Anleitung einfach",
                                        "seitdem habe ich keine Rückenschmerzen mehr"),
                                List.of(
                                        "es quietscht bei jeder Bewegung",
                                        "es fehlten Schrauben und die Bohrungen passen nicht",
                                        "die Oberfläche war schon beim Auspacken zerkratzt"))));
    }

    private static ReviewPhrases french() {
        return new ReviewPhrases(
                15,
                new Voice(
                        List.of("Très satisfaite", "Un excellent achat", "Je recommande", "Parfait"),
                        List.of(
                                "Je suis ravie de {product}.",
                                "{product} correspond exactement à la description.",
                                "J'avais des doutes, mais {product} m'a convaincue."),
                        List.of(
                                "Je le rachèterais sans hésiter.",
                                "Je recommande vivement.",
                                "Livraison rapide et soignée.")),
                new Voice(
                        List.of("Très déçu", "À éviter", "Cassé au bout d'un mois", "Non conforme"),
                        List.of(
                                "Grosse déception avec {product}.",
                                "{product} ne ressemble pas du tout aux photos.",
                                "À ce prix, j'attendais bien mieux de {product}."),
                        List.of("Je le renvoie.", "Le service client ne répond pas.", "C'est de l'argent jeté.")),
                List.of("Je l'utilise depuis {weeks} semaines.", "Il sert tous les jours depuis {weeks} semaines."),
                List.of("En revanche, ", "Malheureusement, "),
                Map.of(
                        "audio",
                        aspects(
                                List.of(
                                        "le son est chaud et clair, même à faible volume",
                                        "la batterie tient toute la journée",
                                        "l'appairage s'est fait en quelques secondes"),
                                List.of(
                                        "les basses saturent et les voix sonnent creux",
                                        "la batterie est vide au bout de deux heures",
                                        "la connexion coupe sans arrêt")),
                        "kitchen",
                        aspects(
                                List.of(
                                        "la cuisson est homogène et rien n'attache",
                                        "tout passe au lave-vaisselle",
                                        "il est bien plus silencieux que l'ancien"),
                                List.of(
                                        "le revêtement s'écaille déjà",
                                        "il fuit sur le plan de travail",
                                        "le plastique dégage une odeur horrible")),
                        "outdoor",
                        aspects(
                                List.of(
                                        "nous sommes restés au sec sous une pluie battante",
                                        "une fois plié, il ne prend aucune place",
                                        "les coutures sont très solides"),
                                List.of(
                                        "l'eau traverse au bout de dix minutes",
                                        "un arceau a cassé avec un vent léger",
                                        "la fermeture s'est bloquée dès la première sortie")),
                        "office",
                        aspects(
                                List.of(
                                        "il est stable et ne bouge pas",
                                        "le montage est simple et la notice claire",
                                        "je n'ai plus mal au dos"),
                                List.of(
                                        "il grince au moindre mouvement",
                                        "il manquait des vis et les trous ne sont pas alignés",
                                        "le plateau était rayé à l'ouverture du carton"))));
    }

    private static ReviewPhrases spanish() {
        return new ReviewPhrases(
                13,
                new Voice(
                        List.of("Encantada", "Una gran compra", "Lo recomiendo", "Justo lo que buscaba"),
                        List.of(
                                "Estoy encantado con {product}.",
                                "{product} cumple exactamente lo que promete.",
                                "Tenía mis dudas, pero {product} me ha convencido."),
                        List.of("Lo volvería a comprar.", "Muy recomendable.", "El envío fue rapidísimo.")),
                new Voice(
                        List.of("Una decepción", "No lo compréis", "Se rompió enseguida", "No es lo que esperaba"),
                        List.of(
                                "{product} ha sido una decepción.",
                                "{product} no se parece en nada a las fotos.",
                                "Por este precio esperaba mucho más de {product}."),
                        List.of(
                                "Lo voy a devolver.",
                                "El servicio de atención no contesta.",
                                "No se lo recomiendo a nadie.")),
                List.of("Lo uso desde hace {weeks} semanas.", "Lleva {weeks} semanas de uso diario."),
                List.of("Por otro lado, ", "Lamentablemente, "),
                Map.of(
                        "audio",
                        aspects(
                                List.of(
                                        "el sonido es cálido y claro incluso a bajo volumen",
                                        "la batería dura todo el día",
                                        "se conectó al móvil en segundos"),
                                List.of(
                                        "los graves retumban y las voces suenan huecas",
                                        "la batería no llega a dos horas",
                                        "la conexión se corta continuamente")),
                        "kitchen",
                        aspects(
                                List.of(
                                        "calienta por igual y no se pega nada",
                                        "se limpia en un minuto",
                                        "hace mucho menos ruido que el anterior"),
                                List.of(
                                        "el recubrimiento se está pelando",
                                        "pierde agua por todas partes",
                                        "el plástico huele fatal cuando se calienta")),
                        "outdoor",
                        aspects(
                                List.of(
                                        "nos mantuvo secos bajo una lluvia intensa",
                                        "plegado no ocupa nada",
                                        "las costuras son muy resistentes"),
                                List.of(
                                        "entra agua a los diez minutos",
                                        "se partió una varilla con poco viento",
                                        "la cremallera se atascó en la primera salida")),
                        "office",
                        aspects(
                                List.of(
                                        "es firme y no se tambalea",
                                        "el montaje fue sencillo",
                                        "ya no me duele la espalda"),
                                List.of(
                                        "chirría con cada movimiento",
                                        "faltaban tornillos y los agujeros no encajan",
                                        "la superficie venía rayada de fábrica"))));
    }

    private static Aspects aspects(List<String> good, List<String> bad) {
        return new Aspects(good, bad);
    }
}
