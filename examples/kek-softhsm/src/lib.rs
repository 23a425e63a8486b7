//! Wrap tenant keys on a PKCS#11 token, so that a stolen disk has no key to open them.
//!
//! Whoever copies a server's files and its database gets wrapped keys alone: what unwraps them is
//! inside a token that gives no key away, and that can be unplugged.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use caldicott_encryption::{
    KekFailure, KeyEncryptionKey, RandomSource, SecretKey, WrapJob, WrappedKey,
};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

/// A key-encryption key whose versions are AES-256 keys on a token.
pub struct TokenKek {
    id: String,
    module: Arc<Module>,
    // Taken out when dropped, while nobody else is calling the module.
    session: Mutex<Option<Session>>,
}

/// A PKCS#11 module, which the whole process shares.
struct Module {
    context: Pkcs11,
    /// Held during every call: keys are wrapped seldom, and modules are not all as fit for threads as
    /// they say. SoftHSM loses objects that another thread makes or destroys during a search.
    calls: Mutex<()>,
}

/// The nonce that the token draws for each wrapping.
const NONCE: usize = 12;
const TAG_BITS: u64 = 128;

impl TokenKek {
    /// Opens the token of this label through a PKCS#11 module, and makes the first version of the key
    /// of this id when it has none.
    ///
    /// # Errors
    /// [`KekFailure::Form`] for an id that is empty or longer than 255 bytes;
    /// [`KekFailure::Unavailable`] when the module, the token or its PIN does not do.
    pub fn open(
        module: impl AsRef<Path>,
        token: &str,
        pin: &AuthPin,
        id: impl Into<String>,
    ) -> Result<Self, KekFailure> {
        let id = id.into();
        if id.is_empty() || id.len() > 255 {
            return Err(KekFailure::Form);
        }
        let module = Module::of(module.as_ref()).map_err(unavailable)?;
        let session = module.session(token, pin).map_err(unavailable)?;
        let kek = Self { id, module, session: Mutex::new(Some(session)) };
        kek.with(|session| {
            if kek.versions(session)?.is_empty() { kek.generate(session, 1) } else { Ok(()) }
        })?;
        Ok(kek)
    }

    /// Uses the session while nobody else calls the module.
    fn with<R>(
        &self,
        work: impl FnOnce(&Session) -> Result<R, KekFailure>,
    ) -> Result<R, KekFailure> {
        let _alone = self.module.alone();
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        work(session.as_ref().ok_or(KekFailure::Unavailable)?)
    }

    /// The versions on the token and their keys, oldest first.
    fn versions(&self, session: &Session) -> Result<Vec<(u32, ObjectHandle)>, KekFailure> {
        let template = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::Label(self.id.as_bytes().to_vec()),
        ];
        let mut versions = Vec::new();
        for object in session.find_objects(&template).map_err(unavailable)? {
            let attributes =
                session.get_attributes(object, &[AttributeType::Id]).map_err(unavailable)?;
            for attribute in attributes {
                let Attribute::Id(bytes) = attribute else { continue };
                // Another program's key may have the label: without a version it is not ours.
                if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
                    versions.push((u32::from_be_bytes(bytes), object));
                }
            }
        }
        versions.sort_by_key(|(version, _)| *version);
        Ok(versions)
    }

    fn newest(&self, session: &Session) -> Result<(u32, ObjectHandle), KekFailure> {
        self.versions(session)?.last().copied().ok_or(KekFailure::Unavailable)
    }

    /// Makes a key that the token will never show.
    fn generate(&self, session: &Session, version: u32) -> Result<(), KekFailure> {
        let template = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::ValueLen(32.into()),
            Attribute::Label(self.id.as_bytes().to_vec()),
            Attribute::Id(version.to_be_bytes().to_vec()),
        ];
        session.generate_key(&Mechanism::AesKeyGen, &template).map(|_| ()).map_err(unavailable)
    }
}

impl KeyEncryptionKey for TokenKek {
    fn id(&self) -> &str {
        &self.id
    }

    fn current(&self) -> Result<u32, KekFailure> {
        self.with(|session| self.newest(session).map(|(version, _)| version))
    }

    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure> {
        self.with(|session| {
            let (version, object) = self.newest(session)?;
            let aad = job.aad(version);
            let mut nonce = [0; NONCE];
            session.generate_random_slice(&mut nonce).map_err(unavailable)?;
            let mut blob = nonce.to_vec();
            let params = GcmParams::new(&mut nonce, &aad, TAG_BITS.into()).map_err(unavailable)?;
            let sealed = session.encrypt(&Mechanism::AesGcm(params), object, key.expose());
            blob.extend(sealed.map_err(unavailable)?);
            Ok(job.remote(version, &blob))
        })
    }

    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure> {
        let version = record.parent_version().ok_or(KekFailure::Unwrap)?;
        let (nonce, sealed) =
            job.remote_blob(record)?.split_first_chunk::<NONCE>().ok_or(KekFailure::Unwrap)?;
        let aad = job.aad(version);
        let mut nonce = *nonce;
        let params = GcmParams::new(&mut nonce, &aad, TAG_BITS.into()).map_err(unavailable)?;
        let opened = self.with(|session| {
            let versions = self.versions(session)?;
            let Some((_, object)) = versions.iter().find(|(kept, _)| *kept == version) else {
                let newest = versions.last().ok_or(KekFailure::Unavailable)?.0;
                let is_older = version < newest;
                return Err(if is_older {
                    KekFailure::Destroyed
                } else {
                    KekFailure::UnknownVersion
                });
            };
            let opened = session.decrypt(&Mechanism::AesGcm(params), *object, sealed);
            opened.map(Zeroizing::new).map_err(|failure| refused(&failure))
        })?;
        let bytes: &[u8; 32] = opened.as_slice().try_into().map_err(|_| KekFailure::Unwrap)?;
        Ok(SecretKey::from_bytes(bytes))
    }

    fn advance(&self, _: &dyn RandomSource) -> Result<u32, KekFailure> {
        self.with(|session| {
            let next = self.newest(session)?.0.checked_add(1).ok_or(KekFailure::CannotRotate)?;
            self.generate(session, next)?;
            Ok(next)
        })
    }

    fn retire_before(&self, version: u32) -> Result<(), KekFailure> {
        self.with(|session| {
            if self.newest(session)?.0 < version {
                return Err(KekFailure::UnknownVersion);
            }
            for (kept, object) in self.versions(session)? {
                if kept < version {
                    session.destroy_object(object).map_err(unavailable)?;
                }
            }
            Ok(())
        })
    }
}

impl Drop for TokenKek {
    fn drop(&mut self) {
        let _alone = self.module.alone();
        drop(self.session.get_mut().unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Module {
    /// The module at this path, made ready once for the whole process. It is the process's, not a
    /// key's: whoever closes it closes every session of everybody. So it stays open.
    fn of(path: &Path) -> Result<Arc<Self>, Error> {
        static OPEN: Mutex<Vec<(PathBuf, Arc<Module>)>> = Mutex::new(Vec::new());
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, module)) = open.iter().find(|(known, _)| known == path) {
            return Ok(Arc::clone(module));
        }
        let context = Pkcs11::new(path)?;
        context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
        let module = Arc::new(Self { context, calls: Mutex::new(()) });
        open.push((path.to_owned(), Arc::clone(&module)));
        Ok(module)
    }

    /// A session with the token of this label, logged in.
    fn session(&self, token: &str, pin: &AuthPin) -> Result<Session, Error> {
        let _alone = self.alone();
        for slot in self.context.get_slots_with_initialized_token()? {
            if self.context.get_token_info(slot)?.label() == token {
                let session = self.context.open_rw_session(slot)?;
                match session.login(UserType::User, Some(pin)) {
                    // A token's login is the process's, not the session's.
                    Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
                    Err(failure) => return Err(failure),
                }
                return Ok(session);
            }
        }
        Err(Error::NotSupported)
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the token says of a text: that it is refused, or that the token does not answer.
fn refused(failure: &Error) -> KekFailure {
    match failure {
        // SoftHSM calls a wrong tag a general error.
        Error::Pkcs11(
            RvError::EncryptedDataInvalid | RvError::EncryptedDataLenRange | RvError::GeneralError,
            _,
        ) => KekFailure::Unwrap,
        _ => KekFailure::Unavailable,
    }
}

fn unavailable(_: Error) -> KekFailure {
    KekFailure::Unavailable
}

impl fmt::Debug for TokenKek {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TokenKek(…)")
    }
}
