//! Unpacks gzip and zstd on the way, whatever lies within.
//!
//! What unpacks to absurdly more than its size is a bomb and ends in an error; nothing is ever held whole.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Bytes looked at to tell a format; also the size of buffers.
pub const PEEK_BYTES: usize = 1 << 16;
/// Text seldom shrinks tenfold, a page of one character a thousandfold.
const MAX_RATIO: u64 = 200;
/// Below this much output no ratio is suspicious.
const FREE_BYTES: u64 = 64 << 20;

/// Counts the bytes read from files, for whoever shows how far the work is.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Bytes read so far, as they lie on the disk.
    pub fn bytes(&self) -> u64 {
        self.0.load(Relaxed)
    }

    /// The reader, counted.
    pub(super) fn count(&self, inner: impl Read + 'static) -> Box<dyn Read> {
        Box::new(Counted { inner, n: Arc::clone(&self.0) })
    }
}

/// A source that can be looked at.
pub type Source = BufReader<Box<dyn Read>>;

/// The source itself, or what it unpacks to.
///
/// # Errors
///
/// Where it cannot be read.
pub fn unpack(mut source: Source) -> io::Result<Source> {
    let peek = source.fill_buf()?;
    let is_gzip = peek.starts_with(b"\x1f\x8b");
    let is_zstd = peek.starts_with(b"\x28\xb5\x2f\xfd");
    if !is_gzip && !is_zstd {
        return Ok(source);
    }
    let n_in = Arc::new(AtomicU64::new(0));
    let counted = BufReader::with_capacity(PEEK_BYTES, Counted { inner: source, n: Arc::clone(&n_in) });
    let unpacked: Box<dyn Read> =
        if is_gzip { Box::new(MultiGzDecoder::new(counted)) } else { Box::new(Frames::new(counted)) };
    Ok(buffered(Box::new(Bounded { inner: unpacked, n_in, n_out: 0 })))
}

/// A buffer around a reader.
pub fn buffered(reader: Box<dyn Read>) -> Source {
    BufReader::with_capacity(PEEK_BYTES, reader)
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    n: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n.fetch_add(n as u64, Relaxed);
        Ok(n)
    }
}

/// Ends what grows beyond reason.
struct Bounded<R> {
    inner: R,
    n_in: Arc<AtomicU64>,
    n_out: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_out += n as u64;
        if self.n_out > FREE_BYTES && self.n_out / MAX_RATIO > self.n_in.load(Relaxed) {
            let reason = format!("it unpacks to more than {MAX_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(n)
    }
}

/// The frames of a zstd file, one after another, those to be skipped left out.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    is_open: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Frames<R> {
        Frames { source, decoder: FrameDecoder::new(), is_open: false }
    }

    /// Opens the next frame; returns whether there is one.
    fn open(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.is_open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(invalid(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open && !self.open()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let strategy = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, strategy).map_err(invalid)?;
            }
            let n = self.decoder.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            self.is_open = false;
        }
    }
}

fn invalid(error: FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        unpack(buffered(Box::new(io::Cursor::new(bytes))))?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        assert_eq!(unpacked(b"plain".to_vec()).unwrap(), "plain");
        assert_eq!(unpacked([gzip(b"One. "), gzip(b"Two.")].concat()).unwrap(), "One. Two.");
        let frame = |text: &str| {
            ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
        };
        let skipped = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc".to_vec();
        assert_eq!(unpacked([frame("One. "), skipped, frame("Two.")].concat()).unwrap(), "One. Two.");
    }

    #[test]
    fn a_bomb_ends_in_an_error() {
        // 300 MB of blanks in 300 kB, read in pieces that are thrown away.
        let piece = gzip(&vec![b' '; 1 << 20]);
        let bomb: Vec<u8> = piece.iter().copied().cycle().take(piece.len() * 300).collect();
        let mut reader = unpack(buffered(Box::new(io::Cursor::new(bomb)))).unwrap();
        let error = io::copy(&mut reader, &mut io::sink()).unwrap_err();
        assert_eq!(error.to_string(), "it unpacks to more than 200 times its size");
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let whole = gzip(b"Some text that is long enough to be cut.");
        assert!(unpacked(whole[..whole.len() - 9].to_vec()).is_err());
    }
}
