//! Running the program and looking at what it left behind.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Stands for what is personal: no failure may repeat it.
pub(crate) const MARKER: &str = "Zzyzxmarker";
pub(crate) const RULEBOOK: &str = "examples/rulebooks/st-martins";
pub(crate) const REQUESTS: &str = "examples/requests/st-martins.jsonl";

/// A rulebook with nothing but one retention rule, which is read fast.
pub(crate) const SMALL: &str = "[rulebook]\nid = \"small\"\norganisation = \"Small\"\n\
    as-known-on = 2026-11-01\nkept-by = \"the manager\"\n\n[trigger]\nsupport-ended = \"ended_on\"\n\n\
    [[rule]]\nid = \"all\"\nclass = \"client\"\nkeep = \"8 years after support-ended\"\n\
    stages = [\"review by line-manager\", \"dispose\"]\nwhy = \"our own choice\"\n\n\
    [[hold]]\nid = \"arrears\"\nwhy = \"rent is owed\"\n\n[[hold]]\nid = \"inquiry\"\nwhy = \"asked for\"\n";

/// The small rulebook as a file, written once for all tests.
pub(crate) fn small_rulebook() -> &'static str {
    static FILED: OnceLock<Filed> = OnceLock::new();
    &FILED.get_or_init(|| file("small.toml", SMALL)).path
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The folder that the examples of the help texts are written for.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caldicott"));
    command.current_dir(root());
    command
}

/// Runs the program to its end.
pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Ran {
    run_with(arguments, b"")
}

/// Runs the program with this on its standard input.
pub(crate) fn run_with<S: AsRef<std::ffi::OsStr>>(arguments: &[S], input: &[u8]) -> Ran {
    feed(program().args(arguments), |pipe| pipe.write_all(input))
}

/// Runs a command and writes to it; one that stops reading early is no failure of the test.
pub(crate) fn feed(
    command: &mut Command,
    write: impl FnOnce(&mut std::process::ChildStdin) -> std::io::Result<()> + Send,
) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || match write(&mut pipe) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            Err(error) => panic!("{error}"),
        });
        child.wait_with_output().unwrap()
    });
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    /// It did what was asked.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// It refused the input: exit code 2, nothing on standard output, nobody's data in the message.
    #[track_caller]
    pub(crate) fn refused(self) -> Self {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.out, "", "something was half-written");
        assert!(!self.err.contains(MARKER), "a value was repeated: {}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// The message has a line that starts with one text and has another in it.
    #[track_caller]
    pub(crate) fn names(self, place: &str, what: &str) -> Self {
        let found = self.err.lines().any(|line| line.contains(place) && line.contains(what));
        assert!(found, "no line with `{place}` and `{what}` in:\n{}", self.err);
        self
    }

    /// How many faults are listed.
    pub(crate) fn faults(&self) -> usize {
        self.err.lines().filter(|line| !line.contains("nothing was done")).count()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A folder with one file in it.
pub(crate) struct Filed {
    pub(crate) folder: TempDir,
    pub(crate) path: String,
}

pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> Filed {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap().to_owned();
    Filed { folder, path }
}

/// What a demonstration left, made once for all tests.
pub(crate) fn demonstration() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        run(&["demo", "--out", out, "--clients", "120"]).ok();
        folder
    });
    folder.path()
}
