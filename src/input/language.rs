//! The language of a text, told so that only English is analysed.
//!
//! English is believed by its commonest words, which no other language has so many of; only without them does the
//! detector speak, which takes short names for Spanish or Dutch. Texts too short to tell are taken for English.

use whichlang::Lang;

/// Words looked at: the beginning of a text tells its language.
const MAX_WORDS: usize = 400;
/// Fewer words than this tell nothing.
const MIN_WORDS: usize = 20;
/// English prose has one in three or four of these, other languages hardly one in twenty.
const MIN_SHARE: f64 = 0.10;
/// Bytes given to the detector.
const MAX_BYTES: usize = 8 << 10;

const ENGLISH: [&str; 40] = [
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "as", "by", "at", "from",
    "his", "he", "she", "it", "be", "are", "were", "has", "have", "had", "this", "which", "not", "but", "an",
    "who", "said", "will", "would", "they", "their", "its", "been", "after", "about",
];

/// The BCP 47 tag of a text's language; `declared` is what its source says of it.
pub fn of(text: &str, declared: Option<&str>) -> &'static str {
    if let Some(tag) = certain(text) {
        return tag;
    }
    let declared = declared.and_then(known_tag).filter(|tag| *tag != "en");
    declared.unwrap_or_else(|| detected(text))
}

/// English where its words say so or nothing can be told.
fn certain(text: &str) -> Option<&'static str> {
    let words = || text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty());
    let n_words = words().take(MAX_WORDS).count();
    let n_foreign = text.chars().take(MAX_BYTES).filter(|c| c.is_alphabetic() && !is_latin(*c)).count();
    let n_letters = text.chars().take(MAX_BYTES).filter(|c| c.is_alphabetic()).count();
    if n_letters >= MIN_WORDS && n_foreign * 2 > n_letters {
        return None;
    }
    if n_words < MIN_WORDS {
        return Some("en");
    }
    let is_common = |word: &&str| ENGLISH.iter().any(|common| common.eq_ignore_ascii_case(word));
    let n_common = words().take(MAX_WORDS).filter(is_common).count();
    (n_common as f64 >= MIN_SHARE * n_words as f64).then_some("en")
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// The primary language of a tag, where it is one that can be named here.
fn known_tag(tag: &str) -> Option<&'static str> {
    const TAGS: [&str; 48] = [
        "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
        "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "nb", "pl", "pt",
        "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tr", "uk", "ur", "vi", "zh",
    ];
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    TAGS.into_iter().find(|known| *known == primary)
}

fn detected(text: &str) -> &'static str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match whichlang::detect_language(&text[..end]) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_told_and_headlines_are_taken_for_english() {
        let english = "The minister said on Monday that the bridge would be closed for two weeks, and that it had been \
                       inspected by engineers from the city after complaints.";
        let german = "Der Minister sagte am Montag, dass die Brücke für zwei Wochen gesperrt werde und dass Ingenieure der \
                      Stadt sie nach Beschwerden untersucht hätten, wie er hinzufügte.";
        let polish = "Minister powiedział w poniedziałek, że most zostanie zamknięty na dwa tygodnie, a inżynierowie z \
                      miasta sprawdzili go po skargach mieszkańców, jak dodał w rozmowie z prasą.";
        assert_eq!(of(english, None), "en");
        assert_eq!(of(english, Some("de")), "en", "the words weigh more than a wrong label");
        assert_eq!(of(german, None), "de");
        assert_eq!(of(german, Some("en")), "de");
        assert_eq!(of(polish, Some("pl-PL")), "pl");
        assert_ne!(of(polish, None), "en");
        assert_eq!(of("Kestrel Air names CFO", None), "en");
        assert_eq!(of("Министр заявил, что мост закроют на две недели.", None), "ru");
        assert_eq!(of("", None), "en");
    }
}
