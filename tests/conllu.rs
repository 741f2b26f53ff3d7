//! What `sayso analyze` writes is CoNLL-U that Universal Dependencies' validator takes at level 2: its documented rules
//! are checked here on news and on text that tries to break them, and the validator itself is run where there is one
//! (`pip install udtools`; `SAYSO_PYTHON` names the interpreter that has it, else it is `python3`).

#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use sayso::analysis::Analyzer;
use sayso::analysis::conllu::{Conllu, Writer};
use unicode_normalization::UnicodeNormalization;

/// Relations of Universal Dependencies, version 2, without subtypes.
const RELATIONS: &str = "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det \
    discourse dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct \
    reparandum root vocative xcomp";
/// Its parts of speech.
const TAGS: &str = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X";

/// Texts that have broken writers of CoNLL-U, or could.
const STRANGE: &[&str] = &[
    "",
    " \n\u{a0}\n",
    "#\n# text = not a comment\n\n1\tx\t_",
    "_ = _|_ | SpaceAfter=No _",
    "e\u{301}te\u{301} A\u{30a} \u{1100}\u{1161}\u{11a8} =\u{338} \u{338}x ﬁ Ω Å",
    "bell\u{7} unit\u{1f}separator \u{1c} file\u{85}next \u{9b}c \u{7f} damaged \u{fffd}\u{fffd}.",
    "a\u{2028}b\u{2029}c\u{b}d\u{c}e\rf\r\ng",
    "عمان قال الوزير \u{202e}olleh\u{202c} \u{200f}שלום",
    "😀👨\u{200d}👩\u{200d}👧\u{200d}👦 🇺🇦🇳🇱 1\u{fe0f}\u{20e3} ok",
    "他说。“我们不会走！”她笑了？Nej. आप कैसे हैं",
    "don't can't cannot gonna allies' I'd've 'tis rock'n'roll ''x'' ``y``",
    "İSTANBUL ǅ ẞ ŉ",
    "x = { 'a': [1, 2, 3] };\n\tif (a && b) { return \"</s>\"; } // done\n| a | b |\n|---|---|\n",
    "https://a.b/c?d=e|f=g#h x@y.z -LRB- -RRB- <b>&amp;</b>",
];

#[test]
fn news_is_valid() {
    let documents: Vec<(String, String)> = fs::read_dir(root().join("examples"))
        .expect("examples")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| (path.display().to_string(), fs::read_to_string(path).expect("text")))
        .collect();
    assert!(documents.len() >= 5);
    let written = analysed(&documents);
    check(&written);
    validate("news", &written);
}

#[test]
fn strange_text_is_valid() {
    let mut documents: Vec<(String, String)> =
        STRANGE.iter().enumerate().map(|(n, text)| (format!("strange {n}"), (*text).into())).collect();
    documents.push(("long".into(), "the minister said that ".repeat(2_000)));
    documents.push(("glued".into(), "a-".repeat(5_000)));
    documents.push(("marks".into(), "“".repeat(3_000)));
    let written = analysed(&documents);
    check(&written);
    validate("strange", &written);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_is_valid(text in "(\\PC|[\u{0}-\u{20}\u{80}-\u{a0}\u{300}-\u{308}a-z'’.,\"-]){0,120}") {
        check(&analysed(&[("any".into(), text)]));
    }
}

#[test]
fn the_rules_refuse_what_is_wrong() {
    let good = "# sent_id = 1\n# text = Go.\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_\n\n";
    assert_eq!(faults(good), BTreeSet::new());
    let broken = [
        ("\tgo\t", "\te\u{301}\t", "normal form"),
        ("2\t.", "3\t.", "ids"),
        ("\t1\tpunct", "\t2\tpunct", "tree"),
        ("\t1\tpunct", "\t0\troot", "roots"),
        ("\t1\tpunct", "\t7\tpunct", "head"),
        ("PUNCT", "PNCT", "tag"),
        ("\tpunct", "\tpunkt", "relation"),
        ("VB\t_", "VB\tVerbForm=Inf|Mood=Ind", "features"),
        ("text = Go.", "text = Go .", "text"),
        ("text = Go.", "text = Go. ", "text"),
        ("SpaceAfter=No", "_", "text"),
        ("# sent_id = 1\n", "", "sentence id"),
        ("\t.\t.\t", "\t.\t\t", "columns"),
        ("\tgo\t", "\tg\u{1c}o\t", "white space"),
        ("\tgo\t", "\tg\u{fffd}o\t", "damage"),
        (".\t_\t1", ".\t1", "columns"),
    ];
    for (from, to, fault) in broken {
        assert!(good.contains(from), "{from}");
        let found = faults(&good.replacen(from, to, 1));
        assert!(found.iter().any(|f| f.contains(fault)), "{from} → {to}: {found:?}");
    }
    assert!(faults(&good.repeat(2)).iter().any(|f| f.contains("sentence id")), "ids are unique");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Documents, by name and text, as one CoNLL-U file.
fn analysed(documents: &[(String, String)]) -> String {
    let (analyzer, mut writer, mut out) = (Analyzer::new(), Writer::default(), Vec::new());
    for (name, text) in documents {
        let conllu = Conllu { text: text.clone(), analysis: analyzer.analyze(text), comments: Vec::new() };
        writer.document(Some(name), &conllu, &mut out).expect("written");
    }
    String::from_utf8(out).expect("UTF-8")
}

#[track_caller]
fn check(written: &str) {
    assert_eq!(faults(written), BTreeSet::new(), "{written}");
}

/// Runs the validator of Universal Dependencies.
fn validate(name: &str, written: &str) {
    let python = std::env::var("SAYSO_PYTHON").unwrap_or_else(|_| "python3".into());
    let has_it =
        Command::new(&python).args(["-c", "import udtools"]).output().is_ok_and(|o| o.status.success());
    if !has_it {
        eprintln!("skipped: {python} has no package udtools");
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join(format!("{name}.conllu"));
    fs::write(&path, written).expect("file");
    let script = "import sys, udtools.cli; sys.argv[0] = 'udvalidate'; sys.exit(udtools.cli.main())";
    let done = Command::new(python)
        .args(["-c", script, "--lang", "en", "--level", "2"])
        .arg(path)
        .output()
        .expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{said}");
}

/// What the rules of levels 1 and 2 find wrong with a file.
fn faults(file: &str) -> BTreeSet<String> {
    let mut faults = Faults::default();
    faults.require(!file.contains('\r') && (file.is_empty() || file.ends_with("\n\n")), "line ends", "");
    let mut ids = HashSet::new();
    for block in file.split_terminator("\n\n") {
        let lines: Vec<&str> = block.split('\n').collect();
        for line in &lines {
            faults.require(line.nfc().eq(line.chars()), "normal form", line);
            faults.require(!line.contains('\u{fffd}'), "damage", line);
        }
        let n_comments = lines.iter().take_while(|line| line.starts_with('#')).count();
        let (comments, rows) = lines.split_at(n_comments);
        let rows: Vec<Vec<&str>> = rows.iter().map(|line| line.split('\t').collect()).collect();
        let is_id = |id: &&str| !id.is_empty() && !id.contains(is_space);
        let id = comments.iter().filter_map(|c| c.strip_prefix("# sent_id = ")).find(is_id);
        faults.require(id.is_some_and(|id| ids.insert(id)), "sentence id", block);
        if rows.is_empty() || rows.iter().any(|row| row.len() != 10 || row.contains(&"")) {
            faults.require(false, "columns", block);
            continue;
        }
        rows.iter().for_each(|row| faults.row(row));
        faults.sentence(&rows);
        faults.text(comments, &rows);
    }
    faults.0
}

/// White space as the validator has it: Python's.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[derive(Default)]
struct Faults(BTreeSet<String>);

impl Faults {
    fn require(&mut self, holds: bool, what: &str, place: &str) {
        if !holds {
            self.0.insert(format!("{what}: {place}"));
        }
    }

    /// Rules of one line.
    fn row(&mut self, row: &[&str]) {
        let place = row.join(" ");
        let is_tidy = |(n, value): (usize, &&str)| match n {
            1 | 2 | 9 if !row[0].contains('-') => {
                !value.starts_with(is_space)
                    && !value.ends_with(is_space)
                    && !value.chars().zip(value.chars().skip(1)).any(|(a, b)| is_space(a) && is_space(b))
                    && !value.contains('\u{1c}')
            }
            _ => !value.contains(is_space),
        };
        self.require(row.iter().enumerate().all(is_tidy), "white space", &place);
        let mut misc: Vec<&str> = row[9].split('|').filter(|m| m.starts_with("SpaceAfter=")).collect();
        self.require(misc.len() <= 1 && misc.pop().is_none_or(|m| m == "SpaceAfter=No"), "misc", &place);
        if row[0].contains('-') {
            self.require(row[2..9].iter().all(|v| *v == "_"), "multiword", &place);
            return;
        }
        self.require(TAGS.split_whitespace().any(|tag| tag == row[3]), "tag", &place);
        self.require(are_features(row[5]), "features", &place);
        let (relation, subtype) = row[7].split_once(':').unwrap_or((row[7], "x"));
        let is_known = RELATIONS.split_whitespace().any(|r| r == relation);
        let is_word = !subtype.is_empty() && subtype.bytes().all(|b| b.is_ascii_lowercase());
        self.require(is_known && is_word, "relation", &place);
    }

    /// Rules of ids and tree.
    fn sentence(&mut self, rows: &[Vec<&str>]) {
        let (mut n_words, mut covered) = (0, 0);
        for row in rows {
            match row[0].split_once('-') {
                None => {
                    n_words += 1;
                    self.require(row[0] == n_words.to_string(), "ids", row[0]);
                }
                Some((first, last)) => {
                    let (first, last): (usize, usize) =
                        (first.parse().unwrap_or(0), last.parse().unwrap_or(0));
                    self.require(first == n_words + 1 && last > first && first > covered, "ids", row[0]);
                    covered = last;
                }
            }
        }
        self.require(covered <= n_words, "ids", "a range goes beyond the sentence");
        let words: Vec<&Vec<&str>> = rows.iter().filter(|row| !row[0].contains('-')).collect();
        let heads: Vec<usize> = words.iter().map(|w| w[6].parse().unwrap_or(usize::MAX)).collect();
        if heads.iter().any(|head| *head > n_words) {
            return self.require(false, "head", "outside the sentence");
        }
        let n_roots = heads.iter().filter(|head| **head == 0).count();
        self.require(n_roots == 1, "roots", &n_roots.to_string());
        let are_named = words.iter().zip(&heads).all(|(w, head)| (w[7] == "root") == (*head == 0));
        self.require(are_named, "roots", "root is the relation of the root alone");
        let mut reached = vec![false; n_words + 1];
        reached[0] = true;
        for start in 1..=n_words {
            let mut path = Vec::new();
            let mut at = start;
            while !reached[at] && path.len() <= n_words {
                path.push(at);
                at = heads[at - 1];
            }
            self.require(reached[at], "tree", &format!("a cycle above word {start}"));
            if reached[at] {
                path.into_iter().for_each(|word| reached[word] = true);
            }
        }
    }

    /// The `# text` is made of the surface forms and the spaces that MISC tells.
    fn text(&mut self, comments: &[&str], rows: &[Vec<&str>]) {
        let texts: Vec<&str> = comments.iter().filter_map(|c| c.strip_prefix("# text = ")).collect();
        let &[text] = texts.as_slice() else { return self.require(false, "text", "not one") };
        let (mut expected, mut until) = (String::new(), 0);
        for row in rows {
            if let Some((_, last)) = row[0].split_once('-') {
                until = last.parse().unwrap_or(0);
            } else if row[0].parse().is_ok_and(|n: usize| n <= until) {
                self.require(!row[9].contains("SpaceAfter"), "misc", row[9]);
                continue;
            }
            expected.push_str(row[1]);
            if !row[9].split('|').any(|m| m == "SpaceAfter=No") {
                expected.push(' ');
            }
        }
        let expected = expected.strip_suffix(' ').unwrap_or(&expected);
        self.require(text == expected && !text.is_empty(), "text", text);
    }
}

/// `A=B|C=D,E` in alphabetic order, each feature once.
fn are_features(value: &str) -> bool {
    if value == "_" {
        return true;
    }
    let is_word = |word: &str, may_be_digit: bool| {
        word.starts_with(|c: char| c.is_ascii_uppercase() || may_be_digit && c.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let pairs: Vec<(&str, &str)> = value.split('|').map(|p| p.split_once('=').unwrap_or((p, ""))).collect();
    pairs.iter().all(|(name, values)| is_word(name, false) && values.split(',').all(|v| is_word(v, true)))
        && pairs.windows(2).all(|pair| pair[0].0.to_lowercase() < pair[1].0.to_lowercase())
}
