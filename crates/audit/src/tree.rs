//! The Merkle tree of RFC 9162 (the same as RFC 6962) over SHA-256, without any input or output.
//!
//! A log needs only its [`Frontier`]: the roots of the perfect subtrees it is made of, never more
//! than 64 hashes. Proofs need inner nodes too, which a host hands in through [`Nodes`].

mod proof;

pub use proof::{ConsistencyProof, InclusionProof, ProofError};

use caldicott_model::digest::Sha256;

/// The hash of one leaf: `SHA-256(00 ‖ leaf)`.
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Sha256 {
    Sha256::of_parts(&[&[0], leaf])
}

/// The hash of two nodes: `SHA-256(01 ‖ left ‖ right)`.
#[must_use]
pub fn node_hash(left: &Sha256, right: &Sha256) -> Sha256 {
    Sha256::of_parts(&[&[1], left.bytes(), right.bytes()])
}

/// The root of a tree without leaves: `SHA-256("")`.
#[must_use]
pub fn empty_root() -> Sha256 {
    Sha256::of(&[])
}

/// Where the hashes of perfect subtrees can be looked up.
pub trait Nodes {
    /// The hash over the leaves `index * 2^level .. (index + 1) * 2^level`, or `None` where it
    /// cannot be had. Level 0 are the leaf hashes. Only ever asked about whole subtrees.
    fn node(&self, level: u32, index: u64) -> Option<Sha256>;
}

/// A list of leaf hashes is enough to find every node, slowly.
impl Nodes for [Sha256] {
    fn node(&self, level: u32, index: u64) -> Option<Sha256> {
        let width = 1_usize.checked_shl(level)?;
        let start = usize::try_from(index).ok()?.checked_mul(width)?;
        let leaves = self.get(start..start.checked_add(width)?)?;
        let frontier: Frontier = leaves.iter().copied().collect();
        Some(frontier.root())
    }
}

/// The right edge of a growing tree: what must be kept to append and to know the root.
///
/// ```
/// use caldicott_audit::tree::{Frontier, leaf_hash, node_hash};
///
/// let (first, second) = (leaf_hash(b"a"), leaf_hash(b"b"));
/// let mut frontier = Frontier::new();
/// frontier.append(first);
/// frontier.append(second);
/// assert_eq!(frontier.root(), node_hash(&first, &second));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Frontier {
    size: u64,
    // INVARIANT: one hash per one-bit of `size`, the largest subtree first.
    peaks: Vec<Sha256>,
}

impl Frontier {
    /// A tree without leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// The frontier of a tree of `size` leaves from the hashes of its perfect subtrees, the largest
    /// first, or `None` when there are more or fewer than that size has.
    #[must_use]
    pub fn from_peaks(size: u64, peaks: Vec<Sha256>) -> Option<Self> {
        (usize::try_from(size.count_ones()).ok()? == peaks.len()).then_some(Self { size, peaks })
    }

    /// The frontier of the first `size` leaves of a tree whose nodes can be looked up.
    #[must_use]
    pub fn from_nodes<N: Nodes + ?Sized>(size: u64, nodes: &N) -> Option<Self> {
        let mut peaks = Vec::new();
        let mut start = 0_u64;
        for level in (0..u64::BITS).rev() {
            if size & (1 << level) != 0 {
                peaks.push(nodes.node(level, start >> level)?);
                start += 1 << level;
            }
        }
        Some(Self { size, peaks })
    }

    /// Adds a leaf by its hash.
    pub fn append(&mut self, leaf: Sha256) {
        self.append_with(leaf, |_, _, _| {});
    }

    /// Adds a leaf by its hash and hands over each node that is now complete, as `(level, index,
    /// hash)`, the leaf itself first. A host that keeps them can prove anything later.
    pub fn append_with(&mut self, leaf: Sha256, mut complete: impl FnMut(u32, u64, Sha256)) {
        let mut hash = leaf;
        let mut index = self.size;
        complete(0, index, hash);
        // Each trailing one-bit of the old size is a subtree that this leaf completes to the next.
        for level in 1..=self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            index >>= 1;
            complete(level, index, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many leaves there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of the perfect subtrees, the largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Sha256] {
        &self.peaks
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Sha256 {
        let mut peaks = self.peaks.iter().rev().copied();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(last, |right, left| node_hash(&left, &right))
    }
}

impl FromIterator<Sha256> for Frontier {
    /// Appends leaf hashes.
    fn from_iter<I: IntoIterator<Item = Sha256>>(leaves: I) -> Self {
        let mut frontier = Self::new();
        for leaf in leaves {
            frontier.append(leaf);
        }
        frontier
    }
}

/// The root of the first `size` leaves of a tree whose nodes can be looked up.
#[must_use]
pub fn root_at<N: Nodes + ?Sized>(nodes: &N, size: u64) -> Option<Sha256> {
    Frontier::from_nodes(size, nodes).map(|frontier| frontier.root())
}

/// All perfect subtrees from a level upwards, in memory.
///
/// From level 8 upwards that is a quarter of a byte per entry; what lies below is recomputed from
/// at most 256 leaves.
#[derive(Clone, Debug, Default)]
pub struct UpperNodes {
    from_level: u32,
    levels: Vec<Vec<Sha256>>,
}

impl UpperNodes {
    /// Nothing yet; keeps nodes of this level and above.
    #[must_use]
    pub const fn new(from_level: u32) -> Self {
        Self { from_level, levels: Vec::new() }
    }

    /// The lowest level kept.
    #[must_use]
    pub const fn from_level(&self) -> u32 {
        self.from_level
    }

    /// Takes a node that [`Frontier::append_with`] completed; lower levels are dropped.
    pub fn insert(&mut self, level: u32, hash: Sha256) {
        let Some(row) = level.checked_sub(self.from_level) else { return };
        let Ok(row) = usize::try_from(row) else { return };
        if self.levels.len() <= row {
            self.levels.resize_with(row + 1, Vec::new);
        }
        if let Some(level) = self.levels.get_mut(row) {
            level.push(hash);
        }
    }

    /// The hash of a subtree that is kept.
    #[must_use]
    pub fn get(&self, level: u32, index: u64) -> Option<Sha256> {
        let row = usize::try_from(level.checked_sub(self.from_level)?).ok()?;
        self.levels.get(row)?.get(usize::try_from(index).ok()?).copied()
    }
}

impl Nodes for UpperNodes {
    fn node(&self, level: u32, index: u64) -> Option<Sha256> {
        self.get(level, index)
    }
}

#[cfg(test)]
mod tests;
