//! The help of each command shows an example, and the examples run on the files that ship.

use crate::support::{root, run};

const COMMANDS: [&str; 35] = [
    "attack",
    "demo",
    "tag",
    "decide",
    "can",
    "caution",
    "clock",
    "consent",
    "due",
    "forecast",
    "plan",
    "dispose",
    "publish",
    "risk",
    "generalise",
    "noise",
    "budget",
    "seal",
    "open",
    "dpia",
    "keys",
    "forget",
    "reseal",
    "verify",
    "check",
    "explain",
    "diff",
    "schema",
    "trace",
    "view",
    "access-pack",
    "breach",
    "late",
    "request",
    "ropa",
];

/// The example lines of a command's help, continued lines joined.
fn examples(command: &str) -> Vec<String> {
    let help = run(&[command, "--help"]).ok().out;
    let from = help.find("Example:").unwrap_or_else(|| panic!("{command} shows no example"));
    // A line that the terminal breaks cannot be copied.
    assert!(help[from..].lines().all(|line| line.len() < 100), "{help}");
    let text = help[from..].replace("\\\n", " ");
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| line.starts_with("caldicott ")).collect()
}

#[test]
fn every_command_s_help_shows_an_example_of_that_command() {
    for command in COMMANDS {
        let examples = examples(command);
        assert!(!examples.is_empty(), "{command}");
        for example in examples {
            assert!(example.starts_with(&format!("caldicott {command} ")), "{example}");
        }
    }
}

/// An example whose files all ship is run; one of a person's own files cannot be.
#[test]
fn the_examples_on_shipped_files_run() {
    let mut ran = Vec::new();
    for command in COMMANDS {
        for example in examples(command) {
            let words: Vec<&str> = example.split(' ').skip(1).collect();
            let files = words.iter().filter(|word| word.contains('.') || word.contains('/'));
            if command == "demo" || !files.clone().all(|word| root().join(word).exists()) {
                continue;
            }
            run(&words).ok();
            ran.push(command);
        }
    }
    assert!(ran.contains(&"decide") && ran.contains(&"check"), "{ran:?}");
}

#[test]
fn no_arguments_show_the_help_and_unknown_ones_are_bad_input() {
    let bare = run::<&str>(&[]);
    assert_eq!(bare.code, 2);
    assert!(bare.err.contains("Usage"), "{bare:?}");
    assert_eq!(run(&["tidy"]).code, 2);
    assert_eq!(run(&["tag"]).code, 2);
    assert_eq!(run(&["tag", "--format", "yaml", "x"]).code, 2);
    run(&["--version"]).ok();
}
