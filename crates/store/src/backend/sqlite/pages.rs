//! Wiping the bytes of a SQLite file that belong to no live row.
//!
//! The layout is the one SQLite documents and has promised to keep. Whatever is not exactly as expected
//! makes the whole wiping stop before anything else is written: then the file is rewritten instead.

use std::fs::File;
use std::io;

/// The kinds of tree pages.
const INDEX_INTERIOR: u8 = 2;
const TABLE_INTERIOR: u8 = 5;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;

/// A tree deeper than this is no tree.
const DEEPEST: u8 = 40;

/// Why a page could not be wiped.
#[derive(Debug)]
pub(super) enum Stop {
    File(io::Error),
    /// The page is not laid out as expected.
    Layout,
}

type Answer<T> = Result<T, Stop>;

/// Wipes every page of the trees with these roots, and the free pages. Answers how many pages were
/// written, or `None` for a file that is not laid out as expected.
///
/// The caller makes sure that nobody writes, and that the write-ahead log is empty.
pub(super) fn wipe(file: &File, roots: &[u32]) -> io::Result<Option<u64>> {
    let done = Wiper::of(file).and_then(|mut wiper| {
        for root in std::iter::once(1).chain(roots.iter().copied().filter(|root| *root != 1)) {
            wiper.tree(root, 0)?;
        }
        wiper.free_pages()?;
        Ok(wiper.written)
    });
    match done {
        Ok(written) => Ok(Some(written)),
        Err(Stop::Layout) => Ok(None),
        Err(Stop::File(error)) => Err(error),
    }
}

struct Wiper<'f> {
    file: &'f File,
    page_size: usize,
    /// Without the bytes at the end of each page that extensions reserve.
    usable: usize,
    pages: u32,
    first_free: u32,
    written: u64,
    /// No tree has more pages than the file: a cycle ends here.
    visits_left: u64,
}

impl<'f> Wiper<'f> {
    fn of(file: &'f File) -> Answer<Self> {
        let mut header = [0_u8; 100];
        read_at(file, &mut header, 0)?;
        let page_size = match short(&header, 16)? {
            1 => 65_536,
            size => size,
        };
        let reserved = usize::from(*header.get(20).ok_or(Stop::Layout)?);
        // With pointer maps (auto-vacuum) there are pages of another kind.
        if !header.starts_with(b"SQLite format 3\0") || long(&header, 52)? != 0 || page_size < 512 {
            return Err(Stop::Layout);
        }
        let usable = page_size.checked_sub(reserved).filter(|left| *left >= 480);
        let pages = long(&header, 28)?;
        let length = file.metadata()?.len();
        if length != u64::from(pages) * page_size as u64 {
            return Err(Stop::Layout);
        }
        Ok(Self {
            file,
            page_size,
            usable: usable.ok_or(Stop::Layout)?,
            pages,
            first_free: long(&header, 32)?,
            written: 0,
            visits_left: u64::from(pages) + 1,
        })
    }

    fn read(&mut self, number: u32) -> Answer<Vec<u8>> {
        self.visits_left = self.visits_left.checked_sub(1).ok_or(Stop::Layout)?;
        let mut page = vec![0; self.page_size];
        read_at(self.file, &mut page, self.place(number)?)?;
        Ok(page)
    }

    fn place(&self, number: u32) -> Answer<u64> {
        match number.checked_sub(1) {
            Some(before) if number <= self.pages => Ok(u64::from(before) * self.page_size as u64),
            _ => Err(Stop::Layout),
        }
    }

    /// Writes a page back when wiping it changed it.
    fn write(&mut self, number: u32, page: &[u8], changed: bool) -> Answer<()> {
        if changed {
            write_at(self.file, page, self.place(number)?)?;
            self.written += 1;
        }
        Ok(())
    }

    fn tree(&mut self, number: u32, depth: u8) -> Answer<()> {
        if depth > DEEPEST {
            return Err(Stop::Layout);
        }
        let mut page = self.read(number)?;
        let layout = Layout::of(&page, if number == 1 { 100 } else { 0 }, self.usable)?;
        let changed = layout.wipe(&mut page)?;
        self.write(number, &page, changed)?;
        for (first, bytes) in layout.overflows {
            self.overflow(first, bytes)?;
        }
        for child in layout.children {
            self.tree(child, depth + 1)?;
        }
        Ok(())
    }

    /// A chain of pages that hold the rest of a long row; the last is not full.
    fn overflow(&mut self, first: u32, bytes: usize) -> Answer<()> {
        let (mut number, mut left) = (first, bytes);
        while left > 0 {
            let mut page = self.read(number)?;
            let next = long(&page, 0)?;
            let here = left.min(self.usable - 4);
            let tail = page.get_mut(4 + here..).ok_or(Stop::Layout)?;
            let changed = clear(tail);
            self.write(number, &page, changed)?;
            left -= here;
            if (left == 0) != (next == 0) {
                return Err(Stop::Layout);
            }
            number = next;
        }
        Ok(())
    }

    /// The free pages: their list stays, and nothing else.
    fn free_pages(&mut self) -> Answer<()> {
        let mut number = self.first_free;
        while number != 0 {
            let mut trunk = self.read(number)?;
            let next = long(&trunk, 0)?;
            let count = usize::try_from(long(&trunk, 4)?).map_err(|_| Stop::Layout)?;
            let end = count.checked_mul(4).and_then(|bytes| bytes.checked_add(8));
            let end = end.filter(|end| *end <= self.usable).ok_or(Stop::Layout)?;
            for place in (8..end).step_by(4) {
                let leaf = long(&trunk, place)?;
                let mut page = self.read(leaf)?;
                let changed = clear(&mut page);
                self.write(leaf, &page, changed)?;
            }
            let changed = clear(trunk.get_mut(end..).ok_or(Stop::Layout)?);
            self.write(number, &trunk, changed)?;
            number = next;
        }
        Ok(())
    }
}

/// Where the live bytes of a tree page are, and where it leads.
#[derive(Debug)]
pub(super) struct Layout {
    /// Live ranges between the end of the header and the end of the page, in order, none touching
    /// another's bytes.
    live: Vec<(usize, usize)>,
    /// The first page and the length of what did not fit.
    overflows: Vec<(u32, usize)>,
    children: Vec<u32>,
    usable: usize,
}

impl Layout {
    pub(super) fn of(page: &[u8], start: usize, usable: usize) -> Answer<Self> {
        let kind = *page.get(start).ok_or(Stop::Layout)?;
        let interior = match kind {
            INDEX_INTERIOR | TABLE_INTERIOR => true,
            INDEX_LEAF | TABLE_LEAF => false,
            _ => return Err(Stop::Layout),
        };
        let cells = short(page, start + 3)?;
        let array = start + if interior { 12 } else { 8 };
        let mut layout = Self {
            live: vec![(0, array + 2 * cells)],
            overflows: Vec::new(),
            children: Vec::new(),
            usable,
        };
        for cell in 0..cells {
            let place = short(page, array + 2 * cell)?;
            layout.cell(page, kind, place)?;
        }
        if interior {
            layout.children.push(long(page, start + 8)?);
        }
        let mut accounted: usize = layout.live.iter().skip(1).map(|(from, to)| to - from).sum();
        // A free block says where the next is and how long it is itself: those four bytes are needed.
        let mut block = short(page, start + 1)?;
        while block != 0 {
            let next = short(page, block)?;
            let size = short(page, block + 2)?;
            let end = block + size;
            if size < 4 || end > usable || (next != 0 && next < end) {
                return Err(Stop::Layout);
            }
            layout.live.push((block, block + 4));
            accounted += size;
            block = next;
        }
        // Every byte is a cell's, a free block's, the gap's or one of the fragments that the header
        // counts. Where that does not add up the page is damaged, and nothing on it is wiped.
        let content = match short(page, start + 5)? {
            0 => 65_536,
            content => content,
        };
        let fragments = usize::from(*page.get(start + 7).ok_or(Stop::Layout)?);
        let below = layout.live.iter().skip(1).any(|(from, _)| *from < content);
        if below || content.checked_add(accounted + fragments) != Some(usable) {
            return Err(Stop::Layout);
        }
        layout.live.sort_unstable();
        let apart = layout.live.windows(2).all(|pair| match pair {
            [(_, end), (start, _)] => end <= start,
            _ => false,
        });
        let within = layout.live.last().is_some_and(|(_, end)| *end <= usable);
        if apart && within { Ok(layout) } else { Err(Stop::Layout) }
    }

    fn cell(&mut self, page: &[u8], kind: u8, place: usize) -> Answer<()> {
        let mut at = place;
        if matches!(kind, INDEX_INTERIOR | TABLE_INTERIOR) {
            self.children.push(long(page, at)?);
            at += 4;
        }
        let (first, after) = varint(page, at)?;
        at = after;
        if kind != TABLE_INTERIOR {
            if kind == TABLE_LEAF {
                at = varint(page, at)?.1;
            }
            let payload = usize::try_from(first).map_err(|_| Stop::Layout)?;
            let local = self.local(kind, payload);
            at = at.checked_add(local).ok_or(Stop::Layout)?;
            if local < payload {
                self.overflows.push((long(page, at)?, payload - local));
                at += 4;
            }
        }
        // No cell is shorter than a free block's header.
        self.live.push((place, at.max(place + 4)));
        Ok(())
    }

    /// How much of a row lies in the page itself.
    fn local(&self, kind: u8, payload: usize) -> usize {
        let most =
            if kind == TABLE_LEAF { self.usable - 35 } else { (self.usable - 12) * 64 / 255 - 23 };
        if payload <= most {
            return payload;
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let fitting = least + (payload - least) % (self.usable - 4);
        if fitting <= most { fitting } else { least }
    }

    /// Wipes what is not live; says whether there was anything.
    pub(super) fn wipe(&self, page: &mut [u8]) -> Answer<bool> {
        let mut changed = false;
        let ends = self.live.iter().skip(1).map(|(start, _)| *start).chain([self.usable]);
        for ((_, start), end) in self.live.iter().zip(ends) {
            changed |= clear(page.get_mut(*start..end).ok_or(Stop::Layout)?);
        }
        Ok(changed)
    }
}

fn clear(bytes: &mut [u8]) -> bool {
    let dirty = bytes.iter().any(|byte| *byte != 0);
    if dirty {
        bytes.fill(0);
    }
    dirty
}

fn short(page: &[u8], place: usize) -> Answer<usize> {
    let bytes = page.get(place..).and_then(<[u8]>::first_chunk::<2>).ok_or(Stop::Layout)?;
    Ok(usize::from(u16::from_be_bytes(*bytes)))
}

fn long(page: &[u8], place: usize) -> Answer<u32> {
    let bytes = page.get(place..).and_then(<[u8]>::first_chunk::<4>).ok_or(Stop::Layout)?;
    Ok(u32::from_be_bytes(*bytes))
}

/// A number of one to nine bytes, and where it ends.
fn varint(page: &[u8], place: usize) -> Answer<(u64, usize)> {
    let mut number = 0_u64;
    for (length, byte) in page.get(place..).ok_or(Stop::Layout)?.iter().take(9).enumerate() {
        if length == 8 {
            return Ok((number << 8 | u64::from(*byte), place + 9));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok((number, place + length + 1));
        }
    }
    Err(Stop::Layout)
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

#[cfg(unix)]
fn read_at(file: &File, out: &mut [u8], place: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, place)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], place: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, place)
}

// The caller holds SQLite's lock for writing, so nobody else moves the place in the file.
#[cfg(not(unix))]
fn read_at(mut file: &File, out: &mut [u8], place: u64) -> io::Result<()> {
    use io::{Read as _, Seek as _};
    file.seek(io::SeekFrom::Start(place))?;
    file.read_exact(out)
}

#[cfg(not(unix))]
fn write_at(mut file: &File, bytes: &[u8], place: u64) -> io::Result<()> {
    use io::{Seek as _, Write as _};
    file.seek(io::SeekFrom::Start(place))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests;
