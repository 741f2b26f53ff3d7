//! Others' graphs and relations: what is taken can be stored, and the database then finds nothing wrong with itself.
#![no_main]

use sayso::import;
use sayso::store::Store;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(found) = import::read("a.json", text) else { return };
    let mut store = Store::open_in_memory().expect("a database");
    let mut batch = store.batch().expect("a batch");
    for one in &found.documents {
        batch.add(&one.document, &one.analysis, &one.extraction, "import").expect("it can be stored");
    }
    batch.commit().expect("stored");
    let checked = store.check().expect("checked");
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);
});
