//! Whatever is told by its content: packed, feeds, mail, PDF, office files.
#![no_main]

use sayso::input::file::from_source;
use sayso::input::found::Origin;
use sayso::input::packed::buffered;
use sayso::input::{MAX_DOCUMENT_BYTES, Options};

// The PDF reader's panics are caught and become errors: only what comes up to here is a finding.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| ())), |bytes: &[u8]| {
    let origin = Origin { name: "".into(), place: "".into(), ..Origin::default() };
    let options = Options::default();
    let source = buffered(Box::new(std::io::Cursor::new(bytes.to_vec())));
    for document in from_source(source, origin, &options).flatten() {
        assert!(!document.text.trim().is_empty() && document.text.len() <= MAX_DOCUMENT_BYTES);
        assert!(!document.text.contains('\0'));
    }
});
