//! Messages: one in an EML file, many in an mbox. Attachments are not read.

use std::io;

use mail_parser::MessageParser;

use super::found::{Found, Origin};
use super::packed::Source;
use super::{MAX_HELD_BYTES, Options, html, lines};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Reads one message.
///
/// # Errors
///
/// Where it is none.
pub fn message(bytes: &[u8]) -> Result<Found, NotText> {
    let broken = || NotText::Broken { what: "message", reason: "it has no head".into() };
    let message = MessageParser::default().parse(bytes).ok_or_else(broken)?;
    let plain = (0..message.text_body_count()).filter_map(|n| {
        let part = message.text_part(u32::try_from(n).ok()?)?;
        part.is_text_html().then_some(()).is_none().then(|| message.body_text(n))?
    });
    let plain: Vec<String> = plain.map(|text| text.replace("\r\n", "\n").trim().to_owned()).collect();
    let text = match plain.join("\n\n") {
        plain if plain.trim().is_empty() => {
            message.body_html(0).map(|body| html::fragment(&body)).unwrap_or_default()
        }
        plain => plain,
    };
    let sender = message.from().and_then(|from| from.first());
    let author = sender.and_then(|sender| sender.name().or_else(|| sender.address()));
    let date = message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    Ok(Found {
        text,
        title: message.subject().map(str::to_owned),
        date,
        uri: message.message_id().map(|id| format!("mid:{id}")),
        author: author.map(str::to_owned),
        language: None,
    })
}

/// Messages of an mbox, one at a time.
pub struct Mbox<'a> {
    source: Source,
    origin: Origin,
    options: &'a Options,
    n_messages: usize,
    /// The end of the last message was seen.
    done: bool,
}

impl<'a> Mbox<'a> {
    /// The messages of `source`.
    pub fn new(source: Source, origin: Origin, options: &'a Options) -> Mbox<'a> {
        Mbox { source, origin, options, n_messages: 0, done: false }
    }

    /// The bytes of the next message without its "From " line; whether it was too long.
    fn next_message(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let (mut message, mut is_cut, mut was_blank) = (Vec::new(), false, false);
        loop {
            let Some((line, line_cut)) = lines::line(&mut self.source, MAX_HELD_BYTES)? else {
                self.done = true;
                let is_any = self.n_messages > 0 || !message.is_empty();
                return Ok(is_any.then_some((message, is_cut)));
            };
            if line.starts_with(b"From ") && (self.n_messages == 0 || was_blank) {
                self.n_messages += 1;
                if self.n_messages > 1 {
                    return Ok(Some((message, is_cut)));
                }
                continue;
            }
            was_blank = line.trim_ascii().is_empty();
            is_cut |= line_cut || message.len() + line.len() > MAX_HELD_BYTES;
            if !is_cut {
                let quoted = line.iter().position(|b| *b != b'>').unwrap_or(0);
                let is_quoted = quoted > 0 && line[quoted..].starts_with(b"From ");
                message.extend_from_slice(if is_quoted { &line[1..] } else { &line });
            }
        }
    }
}

impl Iterator for Mbox<'_> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let number = self.n_messages.max(1);
        let (bytes, is_cut) = match self.next_message() {
            Ok(found) => found?,
            Err(source) => {
                self.done = true;
                return Some(Err(Error::Read { path: self.origin.place.clone().into(), source }));
            }
        };
        let origin = self.origin.within(&format!("message {number}"));
        let found = match is_cut {
            true => Err(NotText::TooLong { limit: MAX_HELD_BYTES }),
            false => message(&bytes).and_then(|found| found.document(&origin, self.options)),
        };
        Some(found.map_err(|fault| Error::NotText { place: origin.place, fault }))
    }
}
