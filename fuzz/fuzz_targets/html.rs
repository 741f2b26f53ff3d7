//! Web pages, and the pieces of them in feeds and mail.
#![no_main]

use sayso::input::html;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(found) = html::page(&text, Some("https://a.example/b")) {
        assert!(!found.text.contains("\n\n\n"));
    }
    html::fragment(&text);
});
