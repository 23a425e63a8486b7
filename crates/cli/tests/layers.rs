//! What may depend on what: the layers of the workspace, read from `cargo metadata`.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Each crate's layer. A normal dependency may only point to a lower layer, or sideways where
/// `SIDEWAYS` says so.
const LAYERS: [(&str, u8); 16] = [
    ("caldicott-calendar", 0),
    ("caldicott-derive", 0),
    ("caldicott-model", 0),
    ("caldicott-audit", 1),
    ("caldicott-encryption", 1),
    ("caldicott-statistics", 1),
    ("caldicott-accountability", 2),
    ("caldicott-caution-register", 2),
    ("caldicott-retention", 2),
    ("caldicott-rights", 2),
    ("caldicott-sharing", 2),
    ("caldicott-policy", 3),
    ("caldicott-store", 3),
    ("caldicott", 4),
    ("caldicott-cli", 5),
    // For tests alone: above everything, so that nothing may depend on it.
    ("caldicott-scratch-postgres", 6),
];
const SIDEWAYS: [(&str, &str); 1] = [("caldicott-model", "caldicott-calendar")];

/// Crates that would bring files, network, async, a clock or global randomness below layer 3.
const NOT_BELOW_POLICY: [&str; 9] =
    ["rand", "tokio", "rusqlite", "postgres", "tempfile", "uuid", "time", "jiff", "reqwest"];

fn normal_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let names = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (package["name"].as_str().unwrap().to_owned(), names.collect())
        })
        .collect()
}

#[test]
fn every_dependency_points_to_a_lower_layer() {
    let layers: BTreeMap<_, _> = LAYERS.into_iter().collect();
    let all = normal_dependencies();
    for (package, dependencies) in &all {
        let layer = layers.get(package.as_str());
        let layer = layer.unwrap_or_else(|| panic!("{package} has no layer: give it one here"));
        for dependency in dependencies {
            let Some(below) = layers.get(dependency.as_str()) else { continue };
            let sideways = SIDEWAYS.contains(&(package.as_str(), dependency.as_str()));
            assert!(below < layer || sideways, "{package} may not depend on {dependency}");
        }
    }
    assert_eq!(all.len(), LAYERS.len(), "a crate of the table is gone");
}

#[test]
fn the_derive_depends_on_nothing_of_ours_and_the_model_not_on_it() {
    let all = normal_dependencies();
    let ours = |name: &str| all[name].iter().any(|dependency| dependency.starts_with("caldicott"));
    assert!(!ours("caldicott-derive"));
    assert!(!all["caldicott-model"].contains("caldicott-derive"));
}

#[test]
fn below_the_store_nothing_reaches_files_network_or_global_randomness() {
    let layers: BTreeMap<_, _> = LAYERS.into_iter().collect();
    for (package, dependencies) in normal_dependencies() {
        if layers[package.as_str()] >= 3 {
            continue;
        }
        for dependency in dependencies {
            assert!(!NOT_BELOW_POLICY.contains(&dependency.as_str()), "{package}: {dependency}");
        }
    }
}

/// The program may: its reader of Parquet brings one along.
#[test]
fn chrono_has_no_clock_in_any_library() {
    let libraries = ["tree", "--workspace", "--exclude", "caldicott-cli"];
    let output = Command::new(env!("CARGO"))
        .args(libraries)
        .args(["-e", "features,normal", "-i", "chrono", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    for feature in ["clock", "now", "wasmbind"] {
        assert!(!tree.contains(&format!("chrono feature \"{feature}\"")), "chrono/{feature} is on");
    }
}
