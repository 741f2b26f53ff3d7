use sayso::{Span, analysis::*};
use std::io::Write;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let reps: usize = std::env::args().nth(2).map_or(1, |s| s.parse().unwrap());
    let mut sents: Vec<Sentence> = vec![];
    let mut lines: Vec<Vec<Vec<String>>> = vec![];
    for block in text.split("\n\n") {
        let rows: Vec<Vec<String>> = block
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| l.split('\t').map(String::from).collect())
            .filter(|r: &Vec<String>| r[0].parse::<usize>().is_ok())
            .collect();
        if rows.is_empty() {
            continue;
        }
        let sp = Span::new("a", 0, 0).unwrap();
        let tokens = rows
            .iter()
            .map(|r| Token {
                span: sp,
                form: r[1].as_str().into(),
                lemma: "".into(),
                upos: Upos::X,
                xpos: "".into(),
                feats: Feats::default(),
                head: None,
                deprel: "".into(),
                space_after: true,
            })
            .collect();
        sents.push(Sentence { span: sp, paragraph: 0, tokens, multiwords: vec![], names: vec![] });
        lines.push(rows);
    }
    let n: usize = sents.iter().map(|s| s.tokens.len()).sum();
    neural::annotate(&mut sents[..1]);
    let t = std::time::Instant::now();
    for _ in 0..reps {
        neural::annotate(&mut sents);
    }
    eprintln!("{} tokens {:.0} tokens/s", n, (n * reps) as f64 / t.elapsed().as_secs_f64());
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for s in &sents {
        let mut ner = vec!["_".to_string(); s.tokens.len()];
        for name in &s.names {
            for i in name.tokens.iter() {
                ner[i] = format!("NER={}-{}", if i == name.tokens.start { "B" } else { "I" }, name.kind);
            }
        }
        for (i, t) in s.tokens.iter().enumerate() {
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}",
                i + 1,
                t.form,
                t.lemma,
                t.upos,
                t.xpos,
                t.head.map_or(0, |h| h + 1),
                t.deprel,
                ner[i]
            )
            .unwrap();
        }
        writeln!(out).unwrap();
    }
}
