//! One organisation's whole rulebook.

use caldicott_calendar::Day;
use caldicott_model::Invalid;
use caldicott_model::digest::Sha256;
use caldicott_model::document::{Echo, Fault, Faults, Place, Reader, Table};
use caldicott_retention::Schedule;

use crate::casework::{self, Casework};
use crate::written::Entry;
use crate::{limit, tomlfile};

/// One file of a rulebook, as the host read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SourceFile {
    /// The name that messages use; what follows its last `/` or `\` is part of the rulebook's hash.
    pub name: String,
    /// The text.
    pub text: String,
}

impl SourceFile {
    /// A file with this name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// What the organisation says about itself in `[rulebook]`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Profile {
    /// A short name, such as `st-martins`.
    pub id: String,
    /// The organisation's name.
    pub organisation: String,
    /// The day on which the rulebook was true.
    pub as_known_on: Day,
    /// Who keeps it.
    pub kept_by: String,
}

/// One organisation's rules: whom it tells what, and how long it keeps it.
#[derive(Debug)]
pub struct Rulebook {
    profile: Profile,
    sharing: Option<caldicott_sharing::Rulebook>,
    retention: Option<Schedule>,
    casework: Casework,
    hash: Sha256,
    /// The files as one document: what was read without a fault, for those who explain and compare it.
    document: Table,
    bases: Vec<(u32, String)>,
}

impl Rulebook {
    /// Reads the files of a rulebook together.
    ///
    /// The files are one document: a list (`[[gateway]]`) may be spread over several, any other key
    /// stands once. Nothing is active unless everything is right.
    ///
    /// # Errors
    /// Every fault found in every file, each with its file, line, column and path.
    ///
    /// # Example: the files of a folder
    /// ```
    /// use caldicott_policy::{Rulebook, SourceFile};
    ///
    /// fn rulebook(folder: &std::path::Path) -> Result<Rulebook, Box<dyn std::error::Error>> {
    ///     let mut files = Vec::new();
    ///     for entry in std::fs::read_dir(folder)? {
    ///         let path = entry?.path();
    ///         if path.extension().is_some_and(|ending| ending == "toml") {
    ///             let text = std::fs::read_to_string(&path)?;
    ///             files.push(SourceFile::new(path.to_string_lossy(), text));
    ///         }
    ///     }
    ///     Ok(Rulebook::load(&files)?)
    /// }
    /// // A folder without a file is no rulebook that allows nothing.
    /// # let folder = std::env::temp_dir().join(format!("caldicott-no-rules-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// let refused = rulebook(&folder).unwrap_err();
    /// assert!(refused.to_string().contains("`[rulebook]` is missing"));
    /// # std::fs::remove_dir(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn load(files: &[SourceFile]) -> Result<Self, Invalid<Fault>> {
        let (bases, first_lines) = numbered(files);
        let faults = Faults::of_files(bases.clone(), Echo::Shown);
        let size: usize = files.iter().map(|file| file.text.len()).sum();
        if size > limit::RULEBOOK_BYTES {
            let message = format!("longer than the limit of {} bytes", limit::RULEBOOK_BYTES);
            faults.add(None, "", message);
            return Err(faults.into_error());
        }
        let mut whole = Table::default();
        let mut readable = true;
        for (file, first_line) in files.iter().zip(first_lines) {
            let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
            let parsed = tomlfile::table(text, first_line, &faults);
            readable &= parsed.readable;
            for (key, at) in whole.merge(parsed.table) {
                let first = whole.place_of_key(&key).map(|place| place.line).unwrap_or_default();
                let message = format!("`{key}` stands in an earlier file already (line {first})");
                faults.add(Some(at), key, message);
            }
        }
        if !readable {
            return Err(faults.into_error());
        }
        let parsing = faults.len();
        let parts = {
            let mut top = Reader::new(&whole, Place::new(1, 1), &faults);
            let profile = profile(&mut top);
            // A section that is not there is no fault: an organisation may keep its retention schedule
            // here and nothing else. `has` also makes each key known, for the nearest name to a slip.
            let has_any =
                |keys: &[&'static str]| keys.iter().filter(|key| top.has(key)).count() > 0;
            let shares = has_any(&caldicott_sharing::Rulebook::TOP_LEVEL_KEYS);
            let keeps = has_any(&caldicott_retention::TOP_LEVEL_KEYS);
            let _ = has_any(&casework::TOP_LEVEL_KEYS);
            let sharing = shares.then(|| caldicott_sharing::Rulebook::read(&mut top));
            let retention = keeps.then(|| Schedule::read(&mut top));
            let casework = Casework::read(&mut top);
            drop(top);
            match (profile, sharing, retention) {
                (None, _, _) | (_, Some(None), _) | (_, _, Some(None)) => None,
                (Some(profile), sharing, retention) => {
                    Some((profile, sharing.flatten(), retention.flatten(), casework))
                }
            }
        };
        let hash = hash(files);
        let read = faults.finish(parts.map(|(profile, sharing, retention, casework)| Self {
            profile,
            sharing,
            retention,
            casework,
            hash,
            document: whole,
            bases,
        }));
        read.map_err(|faults| tomlfile::told_once(faults, parsing))
    }

    /// What the organisation says about itself.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The rules about disclosures, if the rulebook has any.
    #[must_use]
    pub const fn sharing(&self) -> Option<&caldicott_sharing::Rulebook> {
        self.sharing.as_ref()
    }

    /// The retention schedule, if the rulebook has one.
    #[must_use]
    pub const fn retention(&self) -> Option<&Schedule> {
        self.retention.as_ref()
    }

    /// What the rulebook says about casework: the caution register, requests, breaches, training.
    #[must_use]
    pub const fn casework(&self) -> &Casework {
        &self.casework
    }

    /// The tables of a list, such as every `[[gateway]]`.
    pub(crate) fn entries(&self, key: &str) -> Vec<Entry<'_>> {
        Entry::top(&self.document).tables(key)
    }

    /// The document's top table.
    pub(crate) fn top(&self) -> Entry<'_> {
        Entry::top(&self.document)
    }

    /// The files as one document.
    pub(crate) const fn document(&self) -> &Table {
        &self.document
    }

    /// Names the file, line and column of something in the document.
    pub(crate) fn point(&self, at: Place, path: String, message: String) -> Fault {
        let faults = Faults::of_files(self.bases.clone(), Echo::Shown);
        faults.add(Some(at), path.clone(), message.clone());
        let only = faults.into_vec().pop();
        only.unwrap_or(Fault { file: String::new(), at: Some(at), path, message })
    }

    /// The hash of all files by their own names, wherever their folder lies: what an entry of the log
    /// names as the rules of the day. A decision names the hash of [`Rulebook::sharing`] alone and a plan
    /// that of [`Rulebook::retention`], so that a change to the other part leaves them standing.
    #[must_use]
    pub const fn hash(&self) -> Sha256 {
        self.hash
    }
}

/// Reads one TOML file that is no rulebook, such as the specification of a table, through a reader of
/// its own.
///
/// # Errors
/// Every fault found, each with its line, column and path.
///
/// ```
/// use caldicott_accountability::Dpia;
/// use caldicott_policy::{SourceFile, read_file};
///
/// let file = SourceFile::new("dpia.toml", "templat = \"full-assessment\"\n");
/// let faults = read_file(&file, Dpia::read).unwrap_err();
/// assert!(faults.to_string().contains("dpia.toml:1:1: unknown key `templat`"), "{faults}");
/// ```
pub fn read_file<T>(
    file: &SourceFile,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Invalid<Fault>> {
    read_echoing(file, Echo::Shown, read)
}

/// Reads a TOML file about people as [`read_file`] does one of rules: no fault repeats a value or a key
/// of the file.
///
/// # Errors
/// Every fault found, each with its line and column.
pub fn read_private_file<T>(
    file: &SourceFile,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Invalid<Fault>> {
    read_echoing(file, Echo::Hidden, read)
}

fn read_echoing<T>(
    file: &SourceFile,
    echo: Echo,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Invalid<Fault>> {
    let faults = Faults::new(&file.name, echo);
    if file.text.len() > limit::RULEBOOK_BYTES {
        let message = format!("longer than the limit of {} bytes", limit::RULEBOOK_BYTES);
        faults.add(None, "", message);
        return Err(faults.into_error());
    }
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let parsed = tomlfile::table(text, 1, &faults);
    if !parsed.readable {
        return Err(faults.into_error());
    }
    let parsing = faults.len();
    let value = read(&mut Reader::new(&parsed.table, Place::new(1, 1), &faults));
    faults.finish(value).map_err(|faults| tomlfile::told_once(faults, parsing))
}

fn profile(top: &mut Reader<'_>) -> Option<Profile> {
    let Some(mut section) = top.table("rulebook") else {
        top.fault("rulebook", "`[rulebook]` is missing: it says whose rules these are");
        return None;
    };
    let id = section.name("id");
    let organisation = section.text("organisation");
    let as_known_on = section.day("as-known-on");
    let kept_by = section.text("kept-by");
    Some(Profile {
        id: id?.to_owned(),
        organisation: organisation?.to_owned(),
        as_known_on: as_known_on?,
        kept_by: kept_by?.to_owned(),
    })
}

/// For each file the lines before it with its name, and the number of its first line.
fn numbered(files: &[SourceFile]) -> (Vec<(u32, String)>, Vec<u32>) {
    let mut before = 0_u32;
    let mut bases = Vec::new();
    let mut first_lines = Vec::new();
    for file in files {
        bases.push((before, file.name.clone()));
        first_lines.push(before.saturating_add(1));
        let lines = file.text.bytes().filter(|byte| *byte == b'\n').count();
        before = before.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)).saturating_add(1);
    }
    (bases, first_lines)
}

/// The hash depends neither on the order in which the host listed the files nor on the folder they lie
/// in: the log of one machine names the rules that another can look up.
fn hash(files: &[SourceFile]) -> Sha256 {
    let own_name = |file: &SourceFile| file.name.rsplit(['/', '\\']).next().map(str::to_owned);
    let mut sorted: Vec<(String, &str)> =
        files.iter().map(|file| (own_name(file).unwrap_or_default(), file.text.as_str())).collect();
    sorted.sort_unstable();
    let mut bytes = b"caldicott/rulebook/1\0".to_vec();
    for (name, text) in &sorted {
        for part in [name.as_bytes(), text.as_bytes()] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
    }
    Sha256::of(&bytes)
}
