//! The weights file: a header that names every tensor, then their bytes.
//!
//! Little-endian throughout. Magic `SAYSOWTS`, version, number of tensors; for each tensor the length of its
//! name and the name, element kind, number of dimensions, dimensions, byte offset; then the data, each tensor on
//! a boundary of 64 bytes. Reading checks all of it, and an error names the tensor. It copies nothing.

/// First bytes of every weights file.
pub const MAGIC: &[u8; 8] = b"SAYSOWTS";
/// Version of the layout described above.
pub const VERSION: u32 = 2;

const ALIGN: usize = 64;

/// What is wrong with a weights file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerError {
    /// It does not start as one.
    #[error("not a weights file")]
    Magic,
    /// Written by another version.
    #[error("weights file of version {found}, expected {VERSION}")]
    Version {
        /// The version in the file.
        found: u32,
    },
    /// It ends within the header.
    #[error("weights file is cut off in its header")]
    Header,
    /// The named tensor's data are cut off.
    #[error("tensor `{name}` is cut off")]
    Truncated {
        /// The tensor.
        name: String,
    },
    /// There is no such tensor.
    #[error("tensor `{name}` is missing")]
    Missing {
        /// The tensor.
        name: String,
    },
    /// The tensor has another kind or shape, or its text is not UTF-8.
    #[error("tensor `{name}` is {found}, expected {expected}")]
    Shape {
        /// The tensor.
        name: String,
        /// As in the file.
        found: String,
        /// As asked for.
        expected: String,
    },
}

/// Kind of a tensor's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signed bytes.
    I8,
    /// Unsigned bytes, also for packed 4-bit values.
    U8,
    /// 32-bit floats.
    F32,
    /// UTF-8 text; the one dimension is its length in bytes.
    Text,
    /// The first 16 bits of 32-bit floats.
    Bf16,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::I8, Kind::U8, Kind::F32, Kind::Text, Kind::Bf16];

    fn size(self) -> usize {
        match self {
            Kind::F32 => 4,
            Kind::Bf16 => 2,
            Kind::I8 | Kind::U8 | Kind::Text => 1,
        }
    }
}

#[derive(Debug)]
struct Tensor<'a> {
    name: &'a str,
    kind: Kind,
    shape: Vec<usize>,
    data: &'a [u8],
}

/// A weights file, read.
#[derive(Debug)]
pub struct Container<'a> {
    tensors: Vec<Tensor<'a>>,
}

impl<'a> Container<'a> {
    /// Reads the header and finds every tensor's data.
    ///
    /// # Errors
    /// Where the bytes are no weights file of this version, or are cut off.
    pub fn parse(bytes: &'a [u8]) -> Result<Container<'a>, ContainerError> {
        let mut header = Cursor { bytes, at: 0 };
        if header.take(MAGIC.len()) != Some(MAGIC) {
            return Err(ContainerError::Magic);
        }
        let found = header.u32().ok_or(ContainerError::Header)?;
        if found != VERSION {
            return Err(ContainerError::Version { found });
        }
        let n_tensors = header.u32().ok_or(ContainerError::Header)?;
        let mut tensors = Vec::new();
        for _ in 0..n_tensors {
            tensors.push(header.tensor()?);
        }
        Ok(Container { tensors })
    }

    fn find(&self, name: &str, kind: Kind, shape: &[usize]) -> Result<&Tensor<'a>, ContainerError> {
        let tensor = self
            .tensors
            .iter()
            .find(|t| t.name == name)
            .ok_or_else(|| ContainerError::Missing { name: name.into() })?;
        // A 0 asks for any extent.
        let fits = tensor.shape.len() == shape.len()
            && tensor.shape.iter().zip(shape).all(|(found, wanted)| *wanted == 0 || found == wanted);
        if tensor.kind == kind && fits {
            return Ok(tensor);
        }
        Err(ContainerError::Shape {
            name: name.into(),
            found: format!("{:?} {:?}", tensor.kind, tensor.shape),
            expected: format!("{kind:?} {shape:?}"),
        })
    }

    /// A tensor of signed bytes; a 0 in `shape` allows any extent there.
    ///
    /// # Errors
    /// Where it is missing or of another kind or shape.
    pub fn i8(&self, name: &str, shape: &[usize]) -> Result<&'a [i8], ContainerError> {
        let bytes = self.find(name, Kind::I8, shape)?.data;
        Ok(as_i8(bytes))
    }

    /// A tensor of unsigned bytes; a 0 in `shape` allows any extent there.
    ///
    /// # Errors
    /// Where it is missing or of another kind or shape.
    pub fn u8(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], ContainerError> {
        Ok(self.find(name, Kind::U8, shape)?.data)
    }

    /// A tensor of floats; a 0 in `shape` allows any extent there.
    ///
    /// # Errors
    /// Where it is missing or of another kind or shape.
    pub fn f32(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ContainerError> {
        let (quads, _) = self.find(name, Kind::F32, shape)?.data.as_chunks::<4>();
        Ok(quads.iter().map(|quad| f32::from_le_bytes(*quad)).collect())
    }

    /// A tensor of halved floats; a 0 in `shape` allows any extent there.
    ///
    /// # Errors
    /// Where it is missing or of another kind or shape.
    pub fn bf16(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ContainerError> {
        let (pairs, _) = self.find(name, Kind::Bf16, shape)?.data.as_chunks::<2>();
        Ok(pairs.iter().map(|[low, high]| f32::from_le_bytes([0, 0, *low, *high])).collect())
    }

    /// A text, as a list of class names, one a line.
    ///
    /// # Errors
    /// Where it is missing, of another kind, or not UTF-8.
    pub fn text(&self, name: &str) -> Result<&'a str, ContainerError> {
        let tensor = self.find(name, Kind::Text, &[0])?;
        std::str::from_utf8(tensor.data).map_err(|_| ContainerError::Shape {
            name: name.into(),
            found: "other bytes".into(),
            expected: "UTF-8".into(),
        })
    }
}

/// Views bytes as signed: the same size and alignment, every bit pattern valid.
fn as_i8(bytes: &[u8]) -> &[i8] {
    // SAFETY: u8 and i8 have one layout, and the slice's length and lifetime are kept.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len()) }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(n)?)?;
        self.at += n;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|b| u32::from_le_bytes(*b))
    }

    fn name(&mut self) -> Option<&'a str> {
        let n_bytes = self.u32()? as usize;
        std::str::from_utf8(self.take(n_bytes)?).ok()
    }

    fn kind(&mut self) -> Option<Kind> {
        Kind::ALL.get(self.u32()? as usize).copied()
    }

    fn shape(&mut self) -> Option<Vec<usize>> {
        let n_dims = self.u32()?;
        (0..n_dims).map(|_| self.u32().map(|n| n as usize)).collect()
    }

    fn tensor(&mut self) -> Result<Tensor<'a>, ContainerError> {
        let name = self.name().ok_or(ContainerError::Header)?;
        let truncated = || ContainerError::Truncated { name: name.into() };
        let kind = self.kind().ok_or_else(truncated)?;
        let shape = self.shape().ok_or_else(truncated)?;
        let offset = self.u32().ok_or_else(truncated)? as usize;
        let n_bytes = shape.iter().try_fold(kind.size(), |n, dim| n.checked_mul(*dim));
        let end = n_bytes.and_then(|n| offset.checked_add(n)).ok_or_else(truncated)?;
        let data = self.bytes.get(offset..end).ok_or_else(truncated)?;
        Ok(Tensor { name, kind, shape, data })
    }
}

/// Builds a weights file.
#[derive(Debug, Default)]
pub struct Writer {
    tensors: Vec<(String, Kind, Vec<usize>, Vec<u8>)>,
}

impl Writer {
    /// A file without tensors.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// Adds a tensor of signed bytes.
    pub fn i8(&mut self, name: &str, shape: &[usize], values: &[i8]) {
        let bytes = values.iter().map(|v| v.cast_unsigned()).collect();
        self.add(name, Kind::I8, shape, bytes);
    }

    /// Adds a tensor of unsigned bytes.
    pub fn u8(&mut self, name: &str, shape: &[usize], values: &[u8]) {
        self.add(name, Kind::U8, shape, values.to_vec());
    }

    /// Adds a tensor of floats.
    pub fn f32(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        self.add(name, Kind::F32, shape, values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Adds a tensor of floats of which the first 16 bits are kept.
    pub fn bf16(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes = values.iter().flat_map(|v| v.to_le_bytes().into_iter().skip(2)).collect();
        self.add(name, Kind::Bf16, shape, bytes);
    }

    /// Adds a text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.add(name, Kind::Text, &[text.len()], text.as_bytes().to_vec());
    }

    fn add(&mut self, name: &str, kind: Kind, shape: &[usize], bytes: Vec<u8>) {
        assert_eq!(shape.iter().product::<usize>() * kind.size(), bytes.len(), "shape of `{name}`");
        self.tensors.push((name.into(), kind, shape.to_vec(), bytes));
    }

    /// The file's bytes.
    pub fn finish(self) -> Vec<u8> {
        let header_len = MAGIC.len()
            + 8
            + self.tensors.iter().map(|(name, _, shape, _)| 16 + name.len() + 4 * shape.len()).sum::<usize>();
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        let mut put = |n: usize| out.extend_from_slice(&(n as u32).to_le_bytes());
        put(VERSION as usize);
        put(self.tensors.len());
        let mut offset = header_len.next_multiple_of(ALIGN);
        let mut places = Vec::new();
        for (name, kind, shape, bytes) in &self.tensors {
            let mut put = |n: usize| out.extend_from_slice(&(n as u32).to_le_bytes());
            put(name.len());
            out.extend_from_slice(name.as_bytes());
            let mut put = |n: usize| out.extend_from_slice(&(n as u32).to_le_bytes());
            put(Kind::ALL.iter().position(|k| k == kind).unwrap_or_default());
            put(shape.len());
            shape.iter().for_each(|dim| put(*dim));
            put(offset);
            places.push(offset);
            offset = (offset + bytes.len()).next_multiple_of(ALIGN);
        }
        for ((_, _, _, bytes), place) in self.tensors.iter().zip(places) {
            out.resize(place, 0);
            out.extend_from_slice(bytes);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Vec<u8> {
        let mut writer = Writer::new();
        writer.i8("table", &[2, 3], &[1, -2, 3, 4, 5, -128]);
        writer.f32("scale", &[2], &[0.5, -2.0]);
        writer.bf16("half", &[2], &[1.5, -0.25]);
        writer.text("classes", "A\nB");
        writer.finish()
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = example();
        let container = Container::parse(&bytes).unwrap();
        assert_eq!(container.i8("table", &[2, 3]).unwrap(), [1, -2, 3, 4, 5, -128]);
        assert_eq!(container.i8("table", &[0, 3]).unwrap().len(), 6);
        assert_eq!(container.f32("scale", &[2]).unwrap(), [0.5, -2.0]);
        assert_eq!(container.bf16("half", &[2]).unwrap(), [1.5, -0.25]);
        assert_eq!(container.text("classes").unwrap(), "A\nB");
    }

    #[test]
    fn errors_name_the_tensor() {
        let bytes = example();
        let container = Container::parse(&bytes).unwrap();
        let message = |e: ContainerError| e.to_string();
        assert_eq!(container.i8("tables", &[2]).map_err(message), Err("tensor `tables` is missing".into()));
        assert_eq!(
            container.i8("table", &[3, 3]).map_err(message),
            Err("tensor `table` is I8 [2, 3], expected I8 [3, 3]".into())
        );
        let cut = Container::parse(&bytes[..bytes.len() - 1]).map(|_| ());
        assert_eq!(cut.map_err(message), Err("tensor `classes` is cut off".into()));
    }

    #[test]
    fn no_prefix_of_a_file_panics() {
        let bytes = example();
        for end in 0..bytes.len() {
            assert!(Container::parse(&bytes[..end]).is_err(), "{end} bytes");
        }
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(Container::parse(&other).err(), Some(ContainerError::Version { found: 9 }));
    }
}
