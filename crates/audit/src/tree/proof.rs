//! Proofs that an entry is in the tree and that a tree only grew.

use caldicott_model::digest::Sha256;

use super::{Nodes, empty_root, node_hash};

/// Why a proof proves nothing.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ProofError {
    /// The entry asked about is not in a tree of that size.
    #[error("entry `{index}` is not in a log of `{size}` entries")]
    OutsideTree {
        /// The entry.
        index: u64,
        /// The size.
        size: u64,
    },
    /// The older size is larger than the newer one.
    #[error("a log of `{from}` entries cannot have grown to `{to}`")]
    Shrunk {
        /// The older size.
        from: u64,
        /// The newer size.
        to: u64,
    },
    /// The proof has more or fewer hashes than one for these sizes has.
    #[error("the proof has `{found}` hashes, which is not what these sizes need")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to another root than the one that was signed")]
    Root,
    /// The hashes lead to another older root.
    #[error("the older root is not the root of the first entries of the newer log")]
    OldRoot,
    /// A node that the proof needs cannot be had.
    #[error("the node `{index}` of level `{level}` cannot be had")]
    NodeMissing {
        /// Its level, 0 for leaves.
        level: u32,
        /// Its index in the level.
        index: u64,
    },
}

/// That one entry is in the tree: the sibling hashes from the leaf up.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InclusionProof {
    /// The entry.
    index: u64,
    /// The size of the tree.
    size: u64,
    /// The sibling of the leaf first.
    path: Vec<Sha256>,
}

impl InclusionProof {
    /// The proof for entry `index` of the first `size` entries.
    ///
    /// # Errors
    /// [`ProofError::OutsideTree`] when the entry is not among them, [`ProofError::NodeMissing`]
    /// when the tree does not know a node.
    pub fn build<N: Nodes + ?Sized>(nodes: &N, index: u64, size: u64) -> Result<Self, ProofError> {
        if index >= size {
            return Err(ProofError::OutsideTree { index, size });
        }
        let mut path = Vec::new();
        inclusion(nodes, index, 0, size, &mut path)?;
        Ok(Self { index, size, path })
    }

    /// A proof read from somewhere; it says nothing before it is verified.
    #[must_use]
    pub const fn from_parts(index: u64, size: u64, path: Vec<Sha256>) -> Self {
        Self { index, size, path }
    }

    /// The entry.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The size of the tree.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The hashes, the sibling of the leaf first.
    #[must_use]
    pub fn path(&self) -> &[Sha256] {
        &self.path
    }

    /// The root that a leaf with this hash leads to (RFC 9162, 2.1.3.2).
    ///
    /// # Errors
    /// [`ProofError::OutsideTree`] or [`ProofError::Length`].
    pub fn root(&self, leaf: Sha256) -> Result<Sha256, ProofError> {
        if self.index >= self.size {
            return Err(ProofError::OutsideTree { index: self.index, size: self.size });
        }
        let wrong_length = ProofError::Length { found: self.path.len() };
        let mut node = self.index;
        let mut last = self.size - 1;
        let mut hash = leaf;
        for sibling in &self.path {
            if last == 0 {
                return Err(wrong_length);
            }
            if node & 1 == 1 || node == last {
                hash = node_hash(sibling, &hash);
                if node & 1 == 0 {
                    let up = node.trailing_zeros();
                    node = node.checked_shr(up).unwrap_or(0);
                    last = last.checked_shr(up).unwrap_or(0);
                }
            } else {
                hash = node_hash(&hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if last == 0 { Ok(hash) } else { Err(wrong_length) }
    }

    /// Checks that a leaf with this hash is in the tree with this root.
    ///
    /// # Errors
    /// A [`ProofError`] that says why not.
    pub fn verify(&self, leaf: Sha256, root: Sha256) -> Result<(), ProofError> {
        if self.root(leaf)? == root { Ok(()) } else { Err(ProofError::Root) }
    }
}

/// That a tree is the beginning of a larger one: nothing was changed or taken out in between.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConsistencyProof {
    from: u64,
    to: u64,
    path: Vec<Sha256>,
}

impl ConsistencyProof {
    /// The proof that the first `from` entries are the beginning of the first `to`.
    ///
    /// # Errors
    /// [`ProofError::Shrunk`] or [`ProofError::NodeMissing`].
    pub fn build<N: Nodes + ?Sized>(nodes: &N, from: u64, to: u64) -> Result<Self, ProofError> {
        if from > to {
            return Err(ProofError::Shrunk { from, to });
        }
        let mut path = Vec::new();
        if from > 0 && from < to {
            consistency(nodes, from, 0, to, true, &mut path)?;
        }
        Ok(Self { from, to, path })
    }

    /// A proof read from somewhere; it says nothing before it is verified.
    #[must_use]
    pub const fn from_parts(from: u64, to: u64, path: Vec<Sha256>) -> Self {
        Self { from, to, path }
    }

    /// The older size.
    #[must_use]
    pub const fn from(&self) -> u64 {
        self.from
    }

    /// The newer size.
    #[must_use]
    pub const fn to(&self) -> u64 {
        self.to
    }

    /// The hashes.
    #[must_use]
    pub fn path(&self) -> &[Sha256] {
        &self.path
    }

    /// Checks that the tree with the older root is the beginning of the tree with the newer one
    /// (RFC 9162, 2.1.4.2). An empty log is the beginning of every log.
    ///
    /// # Errors
    /// A [`ProofError`] that says why not.
    pub fn verify(&self, old_root: Sha256, new_root: Sha256) -> Result<(), ProofError> {
        let wrong_length = ProofError::Length { found: self.path.len() };
        if self.from > self.to {
            return Err(ProofError::Shrunk { from: self.from, to: self.to });
        }
        if self.from == self.to || self.from == 0 {
            return match (self.path.is_empty(), self.from == self.to) {
                (false, _) => Err(wrong_length),
                (true, true) if old_root == new_root => Ok(()),
                (true, true) => Err(ProofError::Root),
                (true, false) if old_root == empty_root() => Ok(()),
                (true, false) => Err(ProofError::OldRoot),
            };
        }
        let mut path = self.path.iter();
        // An old tree that is one perfect subtree is its own first node, so the proof leaves it out.
        let first = if self.from.is_power_of_two() {
            old_root
        } else {
            *path.next().ok_or(wrong_length)?
        };
        let up = (self.from - 1).trailing_ones();
        let mut node = (self.from - 1).checked_shr(up).unwrap_or(0);
        let mut last = (self.to - 1).checked_shr(up).unwrap_or(0);
        let (mut old, mut new) = (first, first);
        for hash in path {
            if last == 0 {
                return Err(wrong_length);
            }
            if node & 1 == 1 || node == last {
                old = node_hash(hash, &old);
                new = node_hash(hash, &new);
                if node & 1 == 0 {
                    let up = node.trailing_zeros();
                    node = node.checked_shr(up).unwrap_or(0);
                    last = last.checked_shr(up).unwrap_or(0);
                }
            } else {
                new = node_hash(&new, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        if last != 0 {
            Err(wrong_length)
        } else if old != old_root {
            Err(ProofError::OldRoot)
        } else if new != new_root {
            Err(ProofError::Root)
        } else {
            Ok(())
        }
    }
}

/// The largest power of two below `width`, for `width >= 2`.
const fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// The hash over the leaves `start .. start + width`, where `start` is a multiple of the largest
/// power of two that fits.
fn range<N: Nodes + ?Sized>(nodes: &N, start: u64, width: u64) -> Result<Sha256, ProofError> {
    if width.is_power_of_two() {
        let level = width.trailing_zeros();
        let index = start >> level;
        return nodes.node(level, index).ok_or(ProofError::NodeMissing { level, index });
    }
    let left = split(width);
    Ok(node_hash(&range(nodes, start, left)?, &range(nodes, start + left, width - left)?))
}

/// `PATH(m, D[start : start + width])` of RFC 9162, 2.1.3.1.
fn inclusion<N: Nodes + ?Sized>(
    nodes: &N,
    index: u64,
    start: u64,
    width: u64,
    path: &mut Vec<Sha256>,
) -> Result<(), ProofError> {
    if width <= 1 {
        return Ok(());
    }
    let left = split(width);
    if index < left {
        inclusion(nodes, index, start, left, path)?;
        path.push(range(nodes, start + left, width - left)?);
    } else {
        inclusion(nodes, index - left, start + left, width - left, path)?;
        path.push(range(nodes, start, left)?);
    }
    Ok(())
}

/// `SUBPROOF(m, D[start : start + width], b)` of RFC 9162, 2.1.4.1.
fn consistency<N: Nodes + ?Sized>(
    nodes: &N,
    from: u64,
    start: u64,
    width: u64,
    known: bool,
    path: &mut Vec<Sha256>,
) -> Result<(), ProofError> {
    if from == width {
        if !known {
            path.push(range(nodes, start, width)?);
        }
        return Ok(());
    }
    let left = split(width);
    if from <= left {
        consistency(nodes, from, start, left, known, path)?;
        path.push(range(nodes, start + left, width - left)?);
    } else {
        consistency(nodes, from - left, start + left, width - left, false, path)?;
        path.push(range(nodes, start, left)?);
    }
    Ok(())
}
