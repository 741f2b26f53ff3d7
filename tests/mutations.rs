//! The seeds of the fuzz targets, and thousands of broken copies of them: each ends in documents or errors, in no
//! panic, and what comes out is a text that can be stored. `SAYSO_MUTATIONS=N` makes N of each seed.

use std::fs;
use std::path::Path;

use sayso::input::file::from_source;
use sayso::input::found::Origin;
use sayso::input::packed::buffered;
use sayso::input::{MAX_DOCUMENT_BYTES, Options, html};

/// Pieces that break formats.
const PIECES: [&[u8]; 16] = [
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\"",
    b"\\ud800",
    b"<![CDATA[",
    b"</",
    b"<svg><td>",
    b"&#x10ffff;",
    b"--b\n",
    b"\r\n\r\n",
    b"Content-Length: 99999999999999999999\n",
    b"{\"text\":",
    b"]]>",
    b"=?utf-8?b?////?=",
    b"ffffffffffffffff\r\n",
];

/// A small generator, so that every run makes the same copies.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn mutated(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.truncate(at.max(1)),
            _ if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            _ => {}
        }
    }
    bytes
}

fn check(name: &str, bytes: &[u8]) {
    let origin = Origin { name: name.into(), place: name.into(), ..Origin::default() };
    let options = Options::default();
    let source = buffered(Box::new(std::io::Cursor::new(bytes.to_vec())));
    for document in from_source(source, origin, &options).flatten() {
        assert!(!document.text.trim().is_empty() && document.text.len() <= MAX_DOCUMENT_BYTES);
        assert!(!document.text.contains('\0'));
    }
}

#[test]
fn broken_copies_of_every_seed() {
    let n_copies = std::env::var("SAYSO_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut random = Random(1);
    let mut n_seeds = 0;
    let mut folders: Vec<_> = fs::read_dir(seeds).expect("seeds").map(|e| e.expect("entry").path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| !folder.ends_with("analysis")) {
        let mut files: Vec<_> =
            fs::read_dir(folder).expect("seeds").map(|e| e.expect("entry").path()).collect();
        files.sort();
        for file in files {
            n_seeds += 1;
            let seed = fs::read(&file).expect("seed");
            let name = file.file_name().expect("name").to_string_lossy().into_owned();
            check(&name, &seed);
            for _ in 0..n_copies {
                let bytes = mutated(&seed, &mut random);
                check(&name, &bytes);
                check("", &bytes);
                html::fragment(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    assert!(n_seeds >= 7, "{n_seeds}");
}
