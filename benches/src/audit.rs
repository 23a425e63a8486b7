//! Appending to the tree of the log and checking it, beside the hashing that nobody can avoid.

use std::hint::black_box;

use caldicott_audit::tree::{Frontier, InclusionProof, Nodes, UpperNodes, leaf_hash};
use caldicott_audit::{
    Chain, Draft, Kind, MemoryStorage, Moment, NoEntropy, Origin, Outcome, PayloadSealer, Row,
    SealContext, SealError, Storage as _, StoredPayload, Verifier,
};
use caldicott_model::digest::Sha256;
use caldicott_model::{Day, Personal};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Digest as _;

use crate::Random;
use crate::contest::Contest;

const ENTRIES: usize = 4096;

/// Copies: what a cipher costs is measured with the encryption.
struct Copy;

impl PayloadSealer for Copy {
    fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(plain.to_vec())
    }
}

fn origin() -> Origin {
    Origin::new("example.org/audit/2026").expect("a name")
}

fn draft(number: usize) -> Draft {
    Draft::new(Kind::Disclosure, Outcome::Permitted, Sha256::of(b"rulebook"))
        .citing_ids(["B-029", "B-036", "GW-01", "L-010"])
        .about(Personal::new(format!("p-{number:06}")))
        .to("norfolk-constabulary")
        .detail("purpose", "crime-investigation")
        .detail("released", "identity, address-and-location")
}

fn salts() -> impl FnMut(&mut [u8]) -> Result<(), NoEntropy> {
    let mut random = Random(3);
    move |out: &mut [u8]| {
        for eight in out.chunks_mut(8) {
            eight.copy_from_slice(&random.next().to_le_bytes()[..eight.len()]);
        }
        Ok(())
    }
}

fn moment() -> Moment {
    Moment { unix_millis: 1_795_305_600_000, day: Day::literal(2026, 11, 22) }
}

fn log() -> Vec<Row> {
    let (mut chain, mut storage, mut salts) = (Chain::new(origin()), MemoryStorage::new(), salts());
    for number in 0..ENTRIES {
        let entry = chain.prepare(&draft(number), moment(), &mut Copy, &mut salts);
        let entry = entry.expect("an entry");
        let _receipt = chain.accept(&entry).expect("the next entry");
        storage.append(&entry).expect("memory takes it");
    }
    storage.rows_mut().clone()
}

fn raw_leaf(leaf: &[u8]) -> [u8; 32] {
    sha2::Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

fn raw_node(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    sha2::Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// One hash for each leaf and, as in a full tree, one node for each leaf.
fn raw_tree(rows: &[Row]) -> [u8; 32] {
    rows.iter().fold([0; 32], |last, row| raw_node(&last, &raw_leaf(&row.leaf)))
}

fn append(rows: &'static [Row]) -> Contest {
    let mut ct = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    let mut frontier = Frontier::new();
    for row in rows {
        ct.push(row.leaf.clone());
        frontier.append(leaf_hash(&row.leaf));
    }
    let same = *frontier.root().bytes() == <[u8; 32]>::from(*ct.root().as_bytes());
    assert!(same, "both trees are that of RFC 6962");
    Contest::new("append to the tree", "entry")
        .with("raw leaf and node hash", ENTRIES, move || {
            black_box(raw_tree(rows));
        })
        .with("frontier", ENTRIES, move || {
            let mut frontier = Frontier::new();
            rows.iter().for_each(|row| frontier.append(leaf_hash(&row.leaf)));
            black_box(frontier.root());
        })
        .with("frontier, nodes kept", ENTRIES, move || {
            let (mut frontier, mut nodes) = (Frontier::new(), UpperNodes::new(0));
            for row in rows {
                let keep = |level, _, hash| nodes.insert(level, hash);
                frontier.append_with(leaf_hash(&row.leaf), keep);
            }
            black_box((frontier.root(), nodes));
        })
        .with("ct-merkle", ENTRIES, move || {
            let mut tree = MemoryBackedTree::<sha2::Sha256, &[u8]>::new();
            rows.iter().for_each(|row| tree.push(&row.leaf));
            black_box(tree.root());
        })
        .goal("frontier", 1.10, "raw leaf and node hash")
        .goal("frontier, nodes kept", 1.0 / 3.0, "ct-merkle")
}

fn whole_entry() -> Contest {
    let mut salts = salts();
    let drafts: Vec<Draft> = (0..256).map(draft).collect();
    let mut chain = Chain::new(origin());
    Contest::new("make an entry: salts, commitments, payload, leaf, tree (no cipher)", "entry")
        .with("prepare and accept", drafts.len(), move || {
            for draft in &drafts {
                let entry = chain.prepare(draft, moment(), &mut Copy, &mut salts);
                black_box(chain.accept(&entry.expect("an entry")));
            }
        })
}

fn verify(rows: &'static [Row]) -> Contest {
    let sealed = |row: &'static Row| match &row.payload {
        StoredPayload::Sealed { ciphertext, .. } => ciphertext.as_slice(),
        _ => &[],
    };
    let check = |verifier: Verifier| {
        let mut verifier = verifier;
        rows.iter().for_each(|row| {
            black_box(verifier.push(row));
        });
        assert!(verifier.finish().is_sound());
    };
    Contest::new("verify a log", "entry")
        .with("raw leaf, node and payload hash", ENTRIES, move || {
            black_box(raw_tree(rows));
            rows.iter().for_each(|row| {
                black_box(sha2::Sha256::digest(sealed(row)));
            });
        })
        .with("verify", ENTRIES, move || check(Verifier::new(origin())))
        .with("raw leaf and node hash", ENTRIES, move || {
            black_box(raw_tree(rows));
        })
        .with("verify leaves alone", ENTRIES, move || {
            check(Verifier::new(origin()).without_payloads());
        })
        .goal("verify", 1.25, "raw leaf, node and payload hash")
        .goal("verify leaves alone", 1.25, "raw leaf and node hash")
}

fn inclusion(rows: &'static [Row]) -> Contest {
    let mut ct = MemoryBackedTree::<sha2::Sha256, &'static [u8]>::new();
    rows.iter().for_each(|row| ct.push(&row.leaf));
    let leaves: Vec<Sha256> = rows.iter().map(|row| leaf_hash(&row.leaf)).collect();
    let (index, size) = (1_234_usize, ENTRIES as u64);
    let nodes: &[Sha256] = &leaves;
    let root = nodes.node(ENTRIES.ilog2(), 0).expect("a full tree");
    let proof = InclusionProof::build(nodes, index as u64, size).expect("a proof");
    let (steps, ct_root, ct_proof) = (proof.path().len(), ct.root(), ct.prove_inclusion(index));
    let leaf = rows[index].leaf.as_slice();
    Contest::new("check that an entry is in a log of 4,096", "proof")
        .with("raw hashes of the path", 1, move || {
            black_box((0..steps).fold(raw_leaf(leaf), |node, _| raw_node(&node, &node)));
        })
        .with("inclusion proof", 1, move || {
            proof.verify(leaf_hash(leaf), root).expect("it is in the log");
        })
        .with("ct-merkle", 1, move || {
            ct_root.verify_inclusion(&leaf, index as u64, &ct_proof).expect("it is in the log");
        })
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let rows: &'static [Row] = Box::leak(log().into_boxed_slice());
    vec![append(rows), whole_entry(), verify(rows), inclusion(rows)]
}
