//! A file of numbered frames: `len u32 | crc32c(len ‖ index u64 ‖ body) u32 | body`, big-endian,
//! after a header that names the log.

use std::io;

use super::disk::DiskFile;
use crate::words::Origin;

/// The bytes before the body of a frame.
pub(super) const HEAD: usize = 8;

/// One file of frames: what is in it, and what waits to be written at its end.
#[derive(Debug)]
pub(super) struct Frames<F> {
    file: F,
    start: u64,
    longest: usize,
    count: u64,
    end: u64,
    // The offset of every 64th frame, so that memory does not grow with each entry.
    marks: Vec<u64>,
    waiting: Vec<u8>,
    waiting_count: u64,
}

const EVERY: u64 = 64;
const CHUNK: usize = 1 << 16;

/// What stands where the next frame should.
pub(super) enum Found {
    Frame(Vec<u8>),
    /// Nothing: the file ends here.
    End,
    Damaged,
}

impl<F: DiskFile> Frames<F> {
    /// Writes the header of a new file, dropping whatever an unfinished creation left in it.
    pub(super) fn create(file: &F, magic: [u8; 8], origin: &Origin) -> io::Result<()> {
        file.set_len(0)?;
        file.write_at(0, &header(magic, origin))?;
        file.sync()
    }

    /// A file whose frames are not read yet, or `None` when its header is damaged or another's.
    pub(super) fn open(
        file: F,
        magic: [u8; 8],
        origin: &Origin,
        longest: usize,
    ) -> io::Result<Option<Self>> {
        let wanted = header(magic, origin);
        let mut found = vec![0; wanted.len()];
        let read = file.read_at(0, &mut found)?;
        if read != wanted.len() || found != wanted {
            return Ok(None);
        }
        let start = u64::try_from(wanted.len()).unwrap_or(u64::MAX);
        Ok(Some(Self {
            file,
            start,
            longest,
            count: 0,
            end: start,
            marks: Vec::new(),
            waiting: Vec::new(),
            waiting_count: 0,
        }))
    }

    /// Reads on from the last good frame. A good one is counted in, anything else is left alone.
    pub(super) fn next(&mut self, reader: &mut Reader) -> io::Result<Found> {
        let found = reader.frame(&self.file, self.end, self.count, self.longest)?;
        if let Found::Frame(body) = &found {
            self.mark();
            self.count += 1;
            self.end += frame_len(body.len());
        }
        Ok(found)
    }

    fn mark(&mut self) {
        if self.count.is_multiple_of(EVERY) {
            self.marks.push(self.end);
        }
    }

    /// How many bytes stand after the last good frame.
    pub(super) fn beyond(&self) -> io::Result<u64> {
        Ok(self.file.len()?.saturating_sub(self.end))
    }

    /// Forgets frames from this one on; the file is not touched before [`Frames::cut`].
    pub(super) fn forget_from(&mut self, count: u64, end: u64) {
        if count < self.count {
            self.count = count;
            self.end = end;
            let kept = usize::try_from(count.div_ceil(EVERY)).unwrap_or(usize::MAX);
            self.marks.truncate(kept);
        }
    }

    /// Sets where the frames end, when they are not read one by one.
    pub(super) const fn assume(&mut self, count: u64, end: u64) {
        self.count = count;
        self.end = end;
    }

    /// Cuts the file off after the last good frame.
    pub(super) fn cut(&self) -> io::Result<()> {
        self.file.set_len(self.end)
    }

    /// Puts a frame in line and says where it will stand.
    pub(super) fn push(&mut self, body: &[u8]) -> u64 {
        let at = self.end + u64::try_from(self.waiting.len()).unwrap_or(u64::MAX);
        encode(&mut self.waiting, self.count + self.waiting_count, body);
        self.waiting_count += 1;
        at
    }

    /// Drops the frames in line from this one on, given where it would stand.
    pub(super) fn unpush(&mut self, count: u64, at: u64) {
        let kept = usize::try_from(at.saturating_sub(self.end)).unwrap_or(0);
        self.waiting.truncate(kept);
        self.waiting_count = count.saturating_sub(self.count);
    }

    /// Writes what is in line and makes it safe.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.file.write_at(self.end, &self.waiting)?;
        self.file.sync()?;
        let mut rest = self.waiting.as_slice();
        while let Some((len, _)) = rest.split_first_chunk::<4>() {
            if self.count.is_multiple_of(EVERY) {
                self.marks.push(self.end);
            }
            let whole = frame_len(usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX));
            self.count += 1;
            self.end += whole;
            rest = usize::try_from(whole).ok().and_then(|n| rest.get(n..)).unwrap_or_default();
        }
        self.waiting.clear();
        self.waiting_count = 0;
        Ok(())
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync()
    }

    /// How many good frames are in the file.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// How many there are with those in line.
    pub(super) const fn total(&self) -> u64 {
        self.count + self.waiting_count
    }

    pub(super) const fn end(&self) -> u64 {
        self.end
    }

    /// The body of a frame that is in line.
    pub(super) fn waiting(&self, index: u64) -> Option<Vec<u8>> {
        let mut skip = index.checked_sub(self.count)?;
        let mut rest = self.waiting.as_slice();
        loop {
            let (len, _) = rest.split_first_chunk::<4>()?;
            let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
            if skip == 0 {
                return Some(rest.get(HEAD..HEAD + len)?.to_vec());
            }
            skip -= 1;
            rest = rest.get(HEAD + len..)?;
        }
    }

    /// Where a frame in the file begins.
    pub(super) fn offset(&self, index: u64, reader: &mut Reader) -> io::Result<Option<u64>> {
        let mark = usize::try_from(index / EVERY).ok().and_then(|mark| self.marks.get(mark));
        let (Some(mark), true) = (mark, index < self.count) else { return Ok(None) };
        let mut at = *mark;
        for _ in 0..index % EVERY {
            let Some(len) = reader.length(&self.file, at)? else { return Ok(None) };
            at += frame_len(len);
        }
        Ok(Some(at))
    }

    /// The frame that begins here.
    pub(super) fn read(&self, at: u64, index: u64, reader: &mut Reader) -> io::Result<Found> {
        reader.frame(&self.file, at, index, self.longest)
    }

    pub(super) const fn file(&self) -> &F {
        &self.file
    }

    pub(super) const fn start(&self) -> u64 {
        self.start
    }
}

/// Reads a file in larger pieces than it is asked for.
#[derive(Debug, Default)]
pub(super) struct Reader {
    at: u64,
    buffer: Vec<u8>,
}

impl Reader {
    /// Forgets what was read, after something was written.
    pub(super) fn forget(&mut self) {
        self.buffer.clear();
    }

    /// Up to this many bytes from here on; fewer at the end of the file.
    pub(super) fn bytes<F: DiskFile>(
        &mut self,
        file: &F,
        at: u64,
        len: usize,
    ) -> io::Result<&[u8]> {
        let held = at.checked_sub(self.at).and_then(|skip| usize::try_from(skip).ok());
        let have = held.and_then(|skip| self.buffer.get(skip..)).map_or(0, <[u8]>::len);
        if have < len {
            self.buffer = vec![0; len.max(CHUNK)];
            let read = file.read_at(at, &mut self.buffer)?;
            self.buffer.truncate(read);
            self.at = at;
        }
        let skip = usize::try_from(at - self.at).unwrap_or(usize::MAX);
        let rest = self.buffer.get(skip..).unwrap_or_default();
        Ok(rest.get(..len).unwrap_or(rest))
    }

    fn length<F: DiskFile>(&mut self, file: &F, at: u64) -> io::Result<Option<usize>> {
        let head = self.bytes(file, at, 4)?;
        Ok(head.first_chunk().and_then(|len| usize::try_from(u32::from_be_bytes(*len)).ok()))
    }

    fn frame<F: DiskFile>(
        &mut self,
        file: &F,
        at: u64,
        index: u64,
        longest: usize,
    ) -> io::Result<Found> {
        let head = self.bytes(file, at, HEAD)?;
        if head.is_empty() {
            return Ok(Found::End);
        }
        let Some([l0, l1, l2, l3, c0, c1, c2, c3]) = head.first_chunk::<HEAD>().copied() else {
            return Ok(Found::Damaged);
        };
        let len = usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        // Looked at before anything is allocated; an empty frame is what a zeroed sector reads as.
        if len == 0 || len > longest {
            return Ok(Found::Damaged);
        }
        let frame = self.bytes(file, at, HEAD + len)?;
        match frame.get(HEAD..).filter(|body| body.len() == len) {
            Some(body) if checksum(index, body) == u32::from_be_bytes([c0, c1, c2, c3]) => {
                Ok(Found::Frame(body.to_vec()))
            }
            _ => Ok(Found::Damaged),
        }
    }
}

/// The bytes that a frame with a body of this length takes.
pub(super) fn frame_len(body: usize) -> u64 {
    u64::try_from(HEAD + body).unwrap_or(u64::MAX)
}

fn encode(out: &mut Vec<u8>, index: u64, body: &[u8]) {
    out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(checksum(index, body).to_be_bytes());
    out.extend(body);
}

fn checksum(index: u64, body: &[u8]) -> u32 {
    let len = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let head = crc32c::crc32c_append(crc32c::crc32c(&len.to_be_bytes()), &index.to_be_bytes());
    crc32c::crc32c_append(head, body)
}

fn header(magic: [u8; 8], origin: &Origin) -> Vec<u8> {
    let mut out = magic.to_vec();
    crate::codec::put_text(&mut out, origin.as_str());
    let sum = crc32c::crc32c(&out);
    out.extend(sum.to_be_bytes());
    out
}
