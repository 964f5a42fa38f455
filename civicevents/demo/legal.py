"""Legal pages to start from. They say themselves that they must be replaced before the portal goes public."""

from accounts.models import LegalPage

IMPRINT, PRIVACY, ACCESSIBILITY = LegalPage.Kind.IMPRINT, LegalPage.Kind.PRIVACY, LegalPage.Kind.ACCESSIBILITY

PAGES = {
    (IMPRINT, "de"): """**Dies ist eine Demo.** Ersetzen Sie diesen Text, bevor das Portal öffentlich wird.

# Wer dieses Portal anbietet

Musterverein für kurze Dienstwege e. V. (erfunden)
Beispielstraße 12, 10115 Berlin

Vertreten durch den Vorstand: Ada Admin und Leyla Leitung (beide erfunden)

# Kontakt

E-Mail: [portal@example.org](mailto:portal@example.org)

# Verantwortlich für den Inhalt

Für jede Veranstaltung ist die Organisation verantwortlich, die sie veröffentlicht hat. Sie steht auf der Seite der
Veranstaltung.
""",
    (IMPRINT, "en"): """**This is a demo.** Replace this text before the portal goes public.

# Provider

Musterverein für kurze Dienstwege e. V. (invented)
Beispielstraße 12, 10115 Berlin

Represented by the board: Ada Admin and Leyla Leitung (both invented)

# Contact

E-mail: [portal@example.org](mailto:portal@example.org)

# Responsibility for content

Every event is the responsibility of the organisation that published it; the event's page names it.
""",
    (
        PRIVACY,
        "de",
    ): """**Dies ist eine Demo.** Lassen Sie diesen Text prüfen und ergänzen, bevor das Portal öffentlich wird.

# Wenn Sie nur lesen

Öffentliche Seiten setzen keine Cookies, laden nichts von anderen Servern und werten Ihren Besuch nicht aus. Ein
gewähltes Farbschema merkt sich allein Ihr Browser.

# Wenn Sie mitarbeiten

Für Menschen mit Zugang speichern wir Name, E-Mail-Adresse, Rolle und was sie wann geändert haben. Nach der Anmeldung
setzen wir ein Cookie, das mit der Sitzung endet.

# Wenn Sie sprechen oder moderieren

Ihr Name, Ihre Funktion, Ihr Kurztext und Ihr Bild stehen auf den Seiten der Veranstaltungen, an denen Sie mitwirken.
Ihre E-Mail-Adresse wird nie gezeigt.

# Ihre Rechte

Sie können Auskunft, Berichtigung und Löschung verlangen. Wenden Sie sich an die Organisation der Veranstaltung oder an
[datenschutz@example.org](mailto:datenschutz@example.org).
""",
    (PRIVACY, "en"): """**This is a demo.** Have this text checked and completed before the portal goes public.

# If you only read

Public pages set no cookies, load nothing from other servers and do not evaluate your visit. Only your own browser
remembers a colour scheme that you chose.

# If you work here

Of people with access we store name, e-mail address, role, and what they changed when. After signing in a cookie is set
that ends with the session.

# If you speak or moderate

Your name, function, short text and picture stand on the pages of the events that you are part of. Your e-mail address
is never shown.

# Your rights

You may ask for information, correction and deletion. Write to the organisation of the event or to
[datenschutz@example.org](mailto:datenschutz@example.org).
""",
    (
        ACCESSIBILITY,
        "de",
    ): """**Dies ist eine Demo.** Ergänzen Sie Ihre eigene Prüfung und die zuständige Stelle Ihres Landes.

# Stand

Das Portal soll die Anforderungen der BITV 2.0 und der WCAG 2.2 auf Stufe AA erfüllen: mit Tastatur und Screenreader,
ohne JavaScript, bei 400 % Vergrößerung, in hellen und dunklen Farben.

# Was noch fehlt

Inhalte in Leichter Sprache und in Deutscher Gebärdensprache gibt es in der Demo nicht. Ob eine Veranstaltung selbst
barrierefrei ist, steht auf ihrer Seite.

# Barriere gefunden?

Schreiben Sie uns, wir antworten binnen zwei Wochen: [barrierefrei@example.org](mailto:barrierefrei@example.org).
""",
    (ACCESSIBILITY, "en"): """**This is a demo.** Add your own evaluation and the enforcement body in charge.

# Status

The portal means to meet WCAG 2.2 at level AA and the German BITV 2.0: with keyboard and screen reader, without
JavaScript, at 400 % zoom, in light and dark colours.

# What is missing

There is no content in easy language or sign language in the demo. Whether an event itself is accessible stands on its
page.

# Found a barrier?

Write to us, we answer within two weeks: [barrierefrei@example.org](mailto:barrierefrei@example.org).
""",
}


def load():
    for (kind, language), body in PAGES.items():
        LegalPage.objects.get_or_create(kind=kind, language=language, organisation=None, defaults={"body": body})
