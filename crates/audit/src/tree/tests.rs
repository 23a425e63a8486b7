use proptest::prelude::*;

use super::*;

const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
// The known answers of the Certificate Transparency reference implementation.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const N96: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const N5F: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const N6B: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const NBC: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const NCA: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const N0E: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).unwrap()).collect()
}

fn reference_leaves() -> Vec<Sha256> {
    LEAVES.iter().map(|leaf| leaf_hash(&unhex(leaf))).collect()
}

fn texts(path: &[Sha256]) -> Vec<String> {
    path.iter().map(ToString::to_string).collect()
}

/// `MTH` of RFC 9162, 2.1.1, written straight from its recursive text.
fn slow_root(leaves: &[Sha256]) -> Sha256 {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        more => {
            let mut k = 1;
            while k * 2 < more.len() {
                k *= 2;
            }
            node_hash(&slow_root(&more[..k]), &slow_root(&more[k..]))
        }
    }
}

fn numbered(count: u64) -> Vec<Sha256> {
    (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
}

#[test]
fn the_published_roots_come_out() {
    let leaves = reference_leaves();
    for (size, root) in ROOTS.iter().enumerate() {
        let frontier: Frontier = leaves[..size].iter().copied().collect();
        assert_eq!(frontier.root().to_string(), *root, "size {size}");
        assert_eq!(root_at(leaves.as_slice(), size as u64).unwrap(), frontier.root());
    }
}

#[test]
fn the_published_inclusion_proofs_come_out() {
    let leaves = reference_leaves();
    let cases: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (0, 8, &[N96, N5F, N6B]),
        (5, 8, &[NBC, NCA, ROOTS[4]]),
        (2, 3, &[ROOTS[2]]),
        (1, 5, &[ROOTS[1], N5F, NBC]),
    ];
    for (index, size, path) in cases {
        let proof = InclusionProof::build(leaves.as_slice(), index, size).unwrap();
        assert_eq!(texts(proof.path()), path, "entry {index} of {size}");
    }
}

#[test]
fn the_published_consistency_proofs_come_out() {
    let leaves = reference_leaves();
    let cases: [(u64, u64, &[&str]); 4] =
        [(1, 1, &[]), (1, 8, &[N96, N5F, N6B]), (6, 8, &[N0E, NCA, ROOTS[4]]), (2, 5, &[N5F, NBC])];
    for (from, to, path) in cases {
        let proof = ConsistencyProof::build(leaves.as_slice(), from, to).unwrap();
        assert_eq!(texts(proof.path()), path, "{from} to {to}");
    }
}

#[test]
fn every_tree_up_to_70_leaves_agrees_with_the_recursive_definition() {
    let leaves = numbered(70);
    let mut upper = UpperNodes::new(0);
    let mut frontier = Frontier::new();
    for size in 0..=70_u64 {
        let here = &leaves[..usize::try_from(size).unwrap()];
        let root = slow_root(here);
        assert_eq!(frontier.root(), root);
        assert_eq!(frontier.size(), size);
        let peaks = frontier.peaks().to_vec();
        assert_eq!(Frontier::from_peaks(size, peaks).as_ref(), Some(&frontier));
        for index in 0..size {
            let proof = InclusionProof::build(&upper, index, size).unwrap();
            proof.verify(leaves[usize::try_from(index).unwrap()], root).unwrap();
        }
        for from in 0..=size {
            let proof = ConsistencyProof::build(&upper, from, size).unwrap();
            proof.verify(slow_root(&leaves[..usize::try_from(from).unwrap()]), root).unwrap();
        }
        if let Some(leaf) = leaves.get(usize::try_from(size).unwrap()) {
            frontier.append_with(*leaf, |level, _, hash| upper.insert(level, hash));
        }
    }
}

#[test]
fn a_proof_for_one_place_proves_no_other() {
    let leaves = numbered(24);
    for size in 1..=24_u64 {
        let root = slow_root(&leaves[..usize::try_from(size).unwrap()]);
        for index in 0..size {
            let proof = InclusionProof::build(leaves.as_slice(), index, size).unwrap();
            let leaf = leaves[usize::try_from(index).unwrap()];
            for other in (0..26).filter(|other| *other != index) {
                let moved = InclusionProof::from_parts(other, size, proof.path().to_vec());
                assert!(moved.verify(leaf, root).is_err(), "{index} passed as {other} of {size}");
            }
            let mut longer = proof.path().to_vec();
            longer.push(root);
            assert!(InclusionProof::from_parts(index, size, longer).verify(leaf, root).is_err());
            if let Some((_, shorter)) = proof.path().split_last() {
                let cut = InclusionProof::from_parts(index, size, shorter.to_vec());
                assert!(cut.verify(leaf, root).is_err());
            }
        }
    }
}

#[test]
fn an_empty_log_is_the_beginning_of_every_log_and_of_nothing_else() {
    let leaves = numbered(3);
    let root = slow_root(&leaves);
    let proof = ConsistencyProof::build(leaves.as_slice(), 0, 3).unwrap();
    assert_eq!(proof.verify(empty_root(), root), Ok(()));
    assert_eq!(proof.verify(root, root), Err(ProofError::OldRoot));
    let shrunk = ConsistencyProof::build(leaves.as_slice(), 3, 2);
    assert_eq!(shrunk, Err(ProofError::Shrunk { from: 3, to: 2 }));
}

proptest! {
    #[test]
    fn one_changed_bit_in_a_consistency_proof_or_root_is_refused(
        to in 1_u64..200, from in 0_u64..200, bit in 0_usize..256, which in any::<prop::sample::Index>(),
    ) {
        let from = from % (to + 1);
        let leaves = numbered(to);
        let old = slow_root(&leaves[..usize::try_from(from).unwrap()]);
        let new = slow_root(&leaves);
        let proof = ConsistencyProof::build(leaves.as_slice(), from, to).unwrap();
        let flip = |hash: Sha256| {
            let mut bytes = *hash.bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            Sha256::from_bytes(bytes)
        };
        prop_assert_eq!(proof.verify(old, new), Ok(()));
        prop_assert!(proof.verify(flip(old), new).is_err());
        if from > 0 {
            prop_assert!(proof.verify(old, flip(new)).is_err());
        }
        if !proof.path().is_empty() {
            let mut path = proof.path().to_vec();
            let at = which.index(path.len());
            path[at] = flip(path[at]);
            prop_assert!(ConsistencyProof::from_parts(from, to, path).verify(old, new).is_err());
        }
    }
}
