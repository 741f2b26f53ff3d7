//! Pages, feeds and files from the web, and only where the user asked for it.
//!
//! Every request has a time limit and every answer a size limit; robots.txt of the site is read first and kept to.

use std::path::Path;

use super::Options;
use super::file::Documents;
use crate::Error;

/// The address that a path is, if it is one.
pub fn url(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    (text.starts_with("http://") || text.starts_with("https://")).then_some(text)
}

fn only<'a>(error: Error) -> Documents<'a> {
    Box::new(std::iter::once(Err(error)))
}

fn failed(url: &str, reason: impl Into<String>) -> Error {
    Error::Fetch { url: url.to_owned(), reason: reason.into() }
}

#[cfg(not(feature = "fetch"))]
mod without {
    use super::*;

    /// Stands for the web where this program was built without it.
    #[derive(Default)]
    pub struct Fetcher;

    impl Fetcher {
        /// One that fetches nothing.
        pub fn new() -> Fetcher {
            Fetcher
        }

        /// Says that it cannot.
        pub fn documents<'a>(&mut self, url: &str, _: &'a Options) -> Documents<'a> {
            only(failed(url, "this program was built without `fetch`"))
        }
    }
}
#[cfg(not(feature = "fetch"))]
pub use without::Fetcher;

#[cfg(feature = "fetch")]
mod web;
#[cfg(feature = "fetch")]
pub use web::Fetcher;
