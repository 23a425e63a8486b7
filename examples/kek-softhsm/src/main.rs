//! Seals a note under keys that a PKCS#11 token guards, closes an epoch, and shows that a key store
//! from before it opens nothing.

use std::error::Error;
use std::sync::Arc;

use caldicott_encryption::{
    Buffered, Column, KeyEncryptionKey as _, Keyring, MemoryKeyStore, RecordId, Ring, Subject,
    Tenant,
};
use caldicott_model::{Category, Purpose};
use cryptoki::types::AuthPin;
use kek_softhsm::TokenKek;
use zeroize::Zeroizing;

fn main() -> Result<(), Box<dyn Error>> {
    let module = std::env::var("PKCS11_MODULE")?;
    let token = std::env::var("PKCS11_TOKEN")?;
    let pin = Zeroizing::new(std::fs::read_to_string(std::env::var("PKCS11_PIN_FILE")?)?);
    let pin = AuthPin::new(pin.trim().into());
    let kek = Arc::new(TokenKek::open(module, &token, &pin, "pkcs11:caldicott")?);

    let store = MemoryKeyStore::new();
    let keyring = |store: &MemoryKeyStore| {
        Keyring::builder(&Ring, Arc::new(store.clone()), kek.clone(), Arc::new(Buffered)).build()
    };
    let live = Arc::new(store);
    let running = Keyring::builder(&Ring, live.clone(), kek.clone(), Arc::new(Buffered)).build();
    let tenant = Tenant::new("st-martins")?;
    running.create_tenant(&tenant)?;
    let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes")?;
    let mary = Subject::person("003A")?;
    let record = RecordId::new("a0B")?;
    let sealed = running.sealer(&tenant, &mary).seal(&notes, &record, b"low mood")?;
    let version = kek.current()?;
    println!("sealed under version {version} of the token's key: {} bytes", sealed.len());

    let backup = MemoryKeyStore::clone(&live);
    let epoch = running.epoch(version)?;
    println!(
        "epoch closed: {}; the token now has version {} alone",
        epoch.is_closed(),
        epoch.kek_version()
    );
    let opened = running.sealer(&tenant, &mary).open(&notes, &record, &sealed)?;
    println!("opens: {} bytes", opened.expose(Purpose::SUPPORT).len());
    let restored = keyring(&backup).sealer(&tenant, &mary).open(&notes, &record, &sealed);
    println!(
        "with the key store from before the epoch: {}",
        if restored.is_ok() { "OPENS" } else { "refused" }
    );
    if restored.is_ok() || !epoch.is_closed() {
        return Err("the epoch did not close".into());
    }
    Ok(())
}
