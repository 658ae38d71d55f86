//! Bytes, numbers and texts over a pipe, in chunks that carry their length and a checksum; an empty chunk ends it.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

/// A pipe of Linux holds as much.
const SIZE: usize = 64 * 1024;

/// So much of its SHA-256 goes with a chunk: against accidents, not against forgery.
const CHECKSUM: usize = 8;

pub(super) fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("wrong data: {what}"))
}

fn checksum(chunk: &[u8]) -> [u8; CHECKSUM] {
    let mut sum = [0; CHECKSUM];
    for (to, from) in sum.iter_mut().zip(Sha256::digest(chunk)) {
        *to = from;
    }
    sum
}

/// The sending end. [`Writer::finish`] must be called, else the stream counts as cut.
pub(super) struct Writer<W> {
    out: W,
    chunk: Vec<u8>,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, chunk: Vec::with_capacity(SIZE) }
    }

    pub(super) fn bytes(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while self.chunk.len() + bytes.len() > SIZE {
            let (now, later) = bytes.split_at(SIZE - self.chunk.len());
            self.chunk.extend_from_slice(now);
            self.send()?;
            bytes = later;
        }
        self.chunk.extend_from_slice(bytes);
        Ok(())
    }

    /// Seven bits a byte, the lowest first; the high bit says that more follows.
    pub(super) fn number(&mut self, mut number: u64) -> io::Result<()> {
        while number >= 0x80 {
            self.bytes(&[number as u8 | 0x80])?;
            number >>= 7;
        }
        self.bytes(&[number as u8])
    }

    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(text.len() as u64)?;
        self.bytes(text.as_bytes())
    }

    fn send(&mut self) -> io::Result<()> {
        self.out.write_all(&(self.chunk.len() as u32).to_le_bytes())?;
        self.out.write_all(&checksum(&self.chunk))?;
        self.out.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        if !self.chunk.is_empty() {
            self.send()?;
        }
        self.send()?;
        self.out.flush()
    }
}

/// The receiving end. A chunk is used only after its checksum was found right.
pub(super) struct Reader<R> {
    input: R,
    chunk: Vec<u8>,
    at: usize,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, chunk: Vec::new(), at: 0 }
    }

    /// Brings the next chunk; `false` at the end of the stream.
    fn receive(&mut self) -> io::Result<bool> {
        let (mut length, mut sum) = ([0; 4], [0; CHECKSUM]);
        self.input.read_exact(&mut length)?;
        self.input.read_exact(&mut sum)?;
        let length = u32::from_le_bytes(length) as usize;
        if length > SIZE {
            return Err(invalid("length of a chunk"));
        }
        self.chunk.resize(length, 0);
        self.at = 0;
        self.input.read_exact(&mut self.chunk)?;
        if checksum(&self.chunk) == sum { Ok(length > 0) } else { Err(invalid("checksum")) }
    }

    /// At least one byte that was not used yet.
    fn rest(&mut self) -> io::Result<&[u8]> {
        if self.at == self.chunk.len() && !self.receive()? {
            return Err(invalid("an early end"));
        }
        Ok(&self.chunk[self.at..])
    }

    pub(super) fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut array = [0; N];
        for byte in &mut array {
            *byte = self.byte()?;
        }
        Ok(array)
    }

    fn byte(&mut self) -> io::Result<u8> {
        let byte = self.rest()?[0];
        self.at += 1;
        Ok(byte)
    }

    pub(super) fn number(&mut self) -> io::Result<u64> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if (bits << shift) >> shift != bits {
                break;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(invalid("a number over 64 bits"))
    }

    pub(super) fn text(&mut self) -> io::Result<String> {
        let mut missing = usize::try_from(self.number()?).map_err(|_| invalid("length of a text"))?;
        // What is announced beyond a chunk has to arrive before room is made for it.
        let mut bytes = Vec::with_capacity(missing.min(SIZE));
        while missing > 0 {
            let rest = self.rest()?;
            let now = rest.len().min(missing);
            bytes.extend_from_slice(&rest[..now]);
            self.at += now;
            missing -= now;
        }
        String::from_utf8(bytes).map_err(|_| invalid("text that is not UTF-8"))
    }

    /// Fails unless everything was used up to the end of the stream. What follows it is not looked at: a process that has
    /// answered may hang afterwards, and its answer still counts.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.at < self.chunk.len() || self.receive()? {
            return Err(invalid("more than expected"));
        }
        Ok(())
    }
}
