//! The tree cut into C2SP tlog-tiles, so that tools written for other logs can read this one.

use caldicott_model::digest::Sha256;

use crate::tree::Nodes;

/// Up to 256 neighbouring nodes of every eighth level of the tree.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

impl Tile {
    /// How many nodes a whole tile has.
    pub const WIDTH: u16 = 256;

    /// All tiles of a log of this size, those of the leaves first. The last of each level may be
    /// partial.
    ///
    /// ```
    /// use caldicott_audit::Tile;
    ///
    /// let paths: Vec<String> = Tile::all(600).map(|tile| tile.path()).collect();
    /// assert_eq!(paths, ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]);
    /// ```
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        (0_u8..8).flat_map(move |level| {
            let nodes = size.checked_shr(u32::from(level) * 8).unwrap_or(0);
            (0..nodes.div_ceil(256)).map(move |index| {
                let left = nodes - index * 256;
                let width = u16::try_from(left).unwrap_or(Self::WIDTH).min(Self::WIDTH);
                Self { level, index, width }
            })
        })
    }

    /// Where it is published.
    #[must_use]
    pub fn path(self) -> String {
        format!("tile/{}/{}", self.level, self.place())
    }

    /// Where the entries below a tile of the lowest level are published; `None` for other levels.
    #[must_use]
    pub fn entries_path(self) -> Option<String> {
        (self.level == 0).then(|| format!("tile/entries/{}", self.place()))
    }

    /// The entries below a tile of the lowest level: their numbers.
    #[must_use]
    pub fn entries(self) -> Option<std::ops::Range<u64>> {
        let start = self.index.checked_mul(256).filter(|_| self.level == 0)?;
        Some(start..start.checked_add(u64::from(self.width))?)
    }

    /// What is published: the hashes one after the other, or `None` where the tree does not know one.
    #[must_use]
    pub fn hashes<N: Nodes + ?Sized>(self, nodes: &N) -> Option<Vec<u8>> {
        let start = self.index.checked_mul(256)?;
        let mut out = Vec::with_capacity(usize::from(self.width) * 32);
        for index in start..start.checked_add(u64::from(self.width))? {
            let hash: Sha256 = nodes.node(u32::from(self.level) * 8, index)?;
            out.extend(hash.bytes());
        }
        Some(out)
    }

    /// Three digits at a time, all but the last group marked with `x`, and the width if partial.
    fn place(self) -> String {
        let mut place = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            place = format!("x{:03}/{place}", rest % 1000);
            rest /= 1000;
        }
        if self.width < Self::WIDTH {
            place = format!("{place}.p/{}", self.width);
        }
        place
    }
}

/// A bundle of public parts as it is published: each after its length in two bytes. `None` when one is
/// longer than that can say.
#[must_use]
pub fn entry_bundle<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for leaf in leaves {
        out.extend(u16::try_from(leaf.len()).ok()?.to_be_bytes());
        out.extend(leaf);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{Frontier, leaf_hash};

    #[test]
    fn a_large_index_is_written_as_published() {
        let tile = Tile { level: 0, index: 1_234_067, width: 256 };
        assert_eq!(tile.path(), "tile/0/x001/x234/067");
        assert_eq!(tile.entries_path().unwrap(), "tile/entries/x001/x234/067");
        let partial = Tile { level: 1, index: 4, width: 17 };
        assert_eq!(partial.path(), "tile/1/004.p/17");
        assert_eq!((partial.entries_path(), partial.entries()), (None, None));
    }

    #[test]
    fn the_tiles_hold_the_tree() {
        let leaves: Vec<Sha256> = (0..600_u32).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let tiles: Vec<Tile> = Tile::all(600).collect();
        assert_eq!(tiles.last().unwrap().entries(), None);
        assert_eq!(tiles[2].entries(), Some(512..600));
        let mut of_leaves = Vec::new();
        for tile in &tiles[..3] {
            of_leaves.extend(tile.hashes(leaves.as_slice()).unwrap());
        }
        let want: Vec<u8> = leaves.iter().flat_map(|leaf| *leaf.bytes()).collect();
        assert_eq!(of_leaves, want);
        let upper = tiles[3].hashes(leaves.as_slice()).unwrap();
        let first: Frontier = leaves[..256].iter().copied().collect();
        assert_eq!(upper[..32], *first.root().bytes());
        assert_eq!(upper.len(), 64);
        assert_eq!(Tile::all(601).last().unwrap().hashes(leaves.as_slice()).unwrap().len(), 64);
        assert_eq!(Tile { width: 89, ..tiles[2] }.hashes(leaves.as_slice()), None);
        assert_eq!((Tile::all(0).count(), Tile::all(256).count()), (0, 2));
    }

    #[test]
    fn a_bundle_is_length_and_entry_by_turns() {
        let bundle = entry_bundle([b"ab".as_slice(), b"c"]).unwrap();
        assert_eq!(bundle, [0, 2, b'a', b'b', 0, 1, b'c']);
        assert_eq!(entry_bundle([vec![0; 65_536].as_slice()]), None);
    }
}
