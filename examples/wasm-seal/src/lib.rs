//! Seals and opens fields in WebAssembly, with the pure Rust cipher.
//!
//! The host writes a request into memory that [`input`] gives it, calls a function, and reads the
//! answer where [`output`] says. Randomness is part of the request: the module has none of its own,
//! so it imports nothing. Words of a request have their length before them, two bytes, big-endian;
//! bytes that end a request stand as they are. An answer below zero is an error: see [`Refusal`].
//!
//! Memory that JavaScript can read holds keys and opened values until [`forget`] is called; a page
//! that runs other people's scripts is no place for either.

use std::sync::{Mutex, MutexGuard, PoisonError};

use caldicott_encryption::{
    AesGcm, CategoryByte, CategoryKey, Column, OpenError, RandomFailure, RandomSource, RecordId,
    SecretKey, Subject, SubjectKey, Suite, Tenant,
};
use caldicott_model::Purpose;

/// What a module keeps between two calls.
struct State {
    input: Vec<u8>,
    output: Vec<u8>,
    key: Option<(CategoryKey, Column)>,
}

/// Why nothing was done, as a number below zero. It is for the host's code: show people one text.
#[derive(Clone, Copy)]
#[repr(i32)]
enum Refusal {
    /// The request is cut off, or a word of it cannot be part of a context.
    Request = -1,
    /// No key was set.
    NoKey = -2,
    /// It was not sealed.
    Seal = -3,
    /// It did not open: altered, moved, or of another version.
    Open = -4,
    /// It was sealed under another key.
    WrongKey = -5,
}

static STATE: Mutex<State> = Mutex::new(State { input: Vec::new(), output: Vec::new(), key: None });

/// Makes room for a request and says where it is.
#[expect(unsafe_code, reason = "the attribute that exports a name")]
#[unsafe(no_mangle)]
pub extern "C" fn input(length: u32) -> *const u8 {
    let mut state = state();
    wipe(&mut state.input);
    // Host pages are small; one that asks for more than any field has gets no room and is refused.
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(LONGEST);
    state.input.resize(length, 0);
    state.input.as_ptr()
}

/// Where the last answer is.
#[expect(unsafe_code, reason = "the attribute that exports a name")]
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    state().output.as_ptr()
}

/// Takes a person's key and the column it is used for: 32 bytes, the version (four bytes), the
/// category (one), then the words subject, tenant, record type and field.
#[expect(unsafe_code, reason = "the attribute that exports a name")]
#[unsafe(no_mangle)]
pub extern "C" fn set_key() -> i32 {
    run(|state| {
        state.key = None;
        let mut request = Request(&state.input);
        let secret = SecretKey::from_bytes(request.array()?);
        let version = u32::from_be_bytes(*request.array()?);
        let [category] = *request.array()?;
        let subject = Subject::person(request.word()?).map_err(|_| Refusal::Request)?;
        let tenant = Tenant::new(request.word()?).map_err(|_| Refusal::Request)?;
        let column =
            Column::new(&tenant, CategoryByte::new(category), request.word()?, request.word()?)
                .map_err(|_| Refusal::Request)?;
        let key = SubjectKey::new(&secret, version, subject)
            .category(&AesGcm, &column, Suite::Aes256Gcm, false)
            .map_err(|_| Refusal::Request)?;
        state.key = Some((key, column));
        wipe(&mut state.input);
        Ok(())
    })
}

/// Seals: twelve random bytes, the record's id, one byte that says whether a revision of eight
/// follows, the value.
#[expect(unsafe_code, reason = "the attribute that exports a name")]
#[unsafe(no_mangle)]
pub extern "C" fn seal() -> i32 {
    run(|state| {
        let (key, column) = state.key.as_ref().ok_or(Refusal::NoKey)?;
        let mut request = Request(&state.input);
        let random = Given(*request.array()?);
        let record = request.record()?;
        let sealed = key.seal(column, &record, request.0, &random).map_err(|_| Refusal::Seal)?;
        state.output = sealed.into_vec();
        Ok(())
    })
}

/// Opens: the record's id, one byte that says whether a revision of eight follows, the sealed field.
#[expect(unsafe_code, reason = "the attribute that exports a name")]
#[unsafe(no_mangle)]
pub extern "C" fn open() -> i32 {
    run(|state| {
        let (key, column) = state.key.as_ref().ok_or(Refusal::NoKey)?;
        let mut request = Request(&state.input);
        let record = request.record()?;
        match key.open(column, &record, request.0) {
            Ok(opened) => {
                state.output.extend_from_slice(opened.expose(Purpose::SUPPORT));
                Ok(())
            }
            Err(OpenError::WrongKey) => Err(Refusal::WrongKey),
            Err(_) => Err(Refusal::Open),
        }
    })
}

/// Wipes the key, the last request and the last answer.
#[expect(unsafe_code, reason = "the attribute that exports a name")]
#[unsafe(no_mangle)]
pub extern "C" fn forget() {
    let mut state = state();
    state.key = None;
    wipe(&mut state.input);
    wipe(&mut state.output);
}

fn run(work: impl FnOnce(&mut State) -> Result<(), Refusal>) -> i32 {
    let mut state = state();
    wipe(&mut state.output);
    match work(&mut state) {
        Ok(()) => i32::try_from(state.output.len()).unwrap_or(Refusal::Request as i32),
        Err(refusal) => refusal as i32,
    }
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wipe(bytes: &mut Vec<u8>) {
    bytes.fill(0);
    std::hint::black_box(bytes.as_mut_slice());
    bytes.clear();
}

/// Room for the longest value and its context.
const LONGEST: usize = 20 * 1024 * 1024;

/// Random bytes that came with the request.
struct Given([u8; 12]);

impl RandomSource for Given {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        // Nothing else is drawn here; a nonce of another length would not be one.
        if out.len() != self.0.len() {
            return Err(RandomFailure::new());
        }
        out.copy_from_slice(&self.0);
        Ok(())
    }
}

/// What is left of a request.
struct Request<'a>(&'a [u8]);

impl<'a> Request<'a> {
    fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], Refusal> {
        let (array, rest) = self.0.split_first_chunk().ok_or(Refusal::Request)?;
        self.0 = rest;
        Ok(array)
    }

    fn word(&mut self) -> Result<&'a [u8], Refusal> {
        let length = usize::from(u16::from_be_bytes(*self.array()?));
        let (word, rest) = self.0.split_at_checked(length).ok_or(Refusal::Request)?;
        self.0 = rest;
        Ok(word)
    }

    fn record(&mut self) -> Result<RecordId<'a>, Refusal> {
        let record = RecordId::new(self.word()?).map_err(|_| Refusal::Request)?;
        match self.array()? {
            [0] => Ok(record),
            [1] => Ok(record.at_revision(u64::from_be_bytes(*self.array()?))),
            _ => Err(Refusal::Request),
        }
    }
}
