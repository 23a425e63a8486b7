use super::*;
use caldicott::model::Category;
use caldicott::model::tagger::suggest;

const CODES: &[u8] = include_bytes!("../../fixtures/core/export_codes.csv");
const LABELS: &[u8] = include_bytes!("../../fixtures/core/export_labels.csv");
const DICTIONARY: &[u8] = include_bytes!("../../fixtures/core/dictionary.csv");
const TEMPLATE: &[u8] = include_bytes!("../../fixtures/core/bulk_upload_template.csv");
const LOGS: &[u8] = include_bytes!("../../fixtures/core/logs.xml");

fn faults(text: &[u8]) -> Vec<String> {
    let faults = match open("file", text) {
        Err(faults) => faults,
        Ok(file) => file.for_each_row(|_| ()).map_or_else(|(_, faults)| faults, |_| Vec::new()),
    };
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn each_layout_is_told_by_what_stands_in_it() {
    for (bytes, layout, fields, rows) in [
        (DICTIONARY, Layout::Dictionary, 58, 0),
        (CODES, Layout::CodedExport, 58, 20),
        (LABELS, Layout::LabelledExport, 58, 20),
        (TEMPLATE, Layout::Template, 22, 1),
        (LOGS, Layout::Log, 55, 4),
    ] {
        let file = open("file", bytes).unwrap();
        assert_eq!(file.layout, layout);
        assert_eq!(file.fields.len(), fields, "{layout:?}");
        assert_eq!(file.notes.len(), usize::from(layout == Layout::Template), "{layout:?}");
        let summary =
            file.for_each_row(|row| assert_eq!(row.cells(Purpose::STATISTICS).len(), fields));
        assert_eq!(summary, Ok(Summary { rows }), "{layout:?}");
    }
}

#[test]
fn the_published_files_open() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/core");
    for (file, layout, fields, rows) in [
        ("lettings_download_24_25.csv", Layout::Dictionary, 220, 0),
        ("lettings_download_26_27.csv", Layout::Dictionary, 28, 0),
        ("sales_download_24_25.csv", Layout::Dictionary, 281, 0),
        ("sales_download_26_27.csv", Layout::Dictionary, 24, 0),
        ("lettings_log_csv_export_codes_26.csv", Layout::CodedExport, 232, 1),
        ("lettings_log_csv_export_labels_26.csv", Layout::LabelledExport, 232, 1),
        ("2026_27_lettings_bulk_upload.csv", Layout::Template, 147, 1),
        ("general_needs_log_26_27.xml", Layout::Log, 188, 1),
        ("supported_housing_logs.xml", Layout::Log, 175, 1),
    ] {
        let Ok(bytes) = std::fs::read(folder.join(file)) else {
            println!("skipped: {file} is not at hand");
            continue;
        };
        let core = open(file, bytes.as_slice()).unwrap();
        assert_eq!((core.layout, core.fields.len()), (layout, fields), "{file}");
        assert_eq!(core.for_each_row(|_| ()), Ok(Summary { rows }), "{file}");
    }
}

#[test]
fn what_is_wrong_in_a_table_is_named_with_its_place() {
    for (text, expected) in [
        (&b""[..], &["file:1:1: the file is empty"][..]),
        (
            b"hello world\nmore\n",
            &[
                "file:1:1: the file has none of the layouts of CORE: dictionary, export, bulk-upload template or XML log",
            ],
        ),
        (
            b"Q 1,Q 2,Q 3\nage1,sex1,age1\n",
            &["file:2:11: the column `age1` stands twice, as number 1 and number 3"],
        ),
        (b"Q 1,Q 2\nage1,sex1,hb\n", &["file:2:1: there are 2 questions and 3 names"]),
        (
            b"Q 1,Q 2\nage1,sex1\n1,2\n1\n1,2,3\n",
            &[
                "file:4:1: the record has 1 value, the header has 2",
                "file:5:1: the record has 3 values, the header has 2",
            ],
        ),
        (
            b"Q 1,Q 2\nage1,sex1\n1,2\n1,\"open\n3,4\n",
            &["file:4:3: a quote is opened here and never closed"],
        ),
        (b"Q 1,Q 2\nage1,sex1\n1,2\n\"a\"b,2\n", &["file:4:4: text follows a closing quote"]),
        (
            b"Q 1,Q 2\nage1,sex1\n1,2\na\"b,2\n",
            &["file:4:2: a quote stands inside a value that is not quoted"],
        ),
        (
            b"Q 1,Q 2\nage1,sex1\n1,2\r3,4\n",
            &["file:3:4: a carriage return stands without a line feed"],
        ),
        (b"Q 1,Q 2\nage1,sex1\n1,\0\n", &["file:3:3: a NUL character stands in the file"]),
        (b"Q 1,Q 2\nage1,sex1\n1,\x07\n", &["file:3:3: a control character stands in the file"]),
        (
            "Q 1,Q 2\nage1,sex1\n1,é\u{202e}\n".as_bytes(),
            &["file:3:4: a bidirectional control character stands in the file"],
        ),
        (b"\xff\xfea\0g\0e\0", &["file:1:1: the file is UTF-16; save it as UTF-8"]),
        (b"a\0g\0e\0,\0", &["file:1:1: the file is UTF-16; save it as UTF-8"]),
        (b"\xff\xfe\0\0", &["file:1:1: the file is UTF-32; save it as UTF-8"]),
        (
            b"Q 1,Q 2\nage1,sex1\n1,2\n1,caf\xe9\n",
            &[
                "file:4:6: the file is not UTF-8 here; it may be Windows-1252, so save it as UTF-8 and do not convert it by guess",
            ],
        ),
        (
            b"age1,Age?\nsex1,Sex?\nage1,Again?\n,x\nno comma\n",
            &[
                "file:3:1: the field `age1` stands twice, first in line 1",
                "file:4:1: the line does not start with a field name",
                "file:5:1: the line has no comma after the name",
            ],
        ),
    ] {
        assert_eq!(faults(text), expected);
    }
}

#[test]
fn what_is_wrong_in_a_log_is_named_with_its_place() {
    for (text, expected) in [
        (
            "<?xml version=\"1.0\"?>\n<!DOCTYPE forms [<!ENTITY a \"b\">]>\n<forms/>",
            "file:2:1: a document type is declared; logs have none and nothing in it is read",
        ),
        (
            "<forms>\n  <form><age1>&a;</age1></form></forms>",
            "file:2:15: an entity stands here; entities are not expanded",
        ),
        (
            "<forms><form><age1><b/></age1></form></forms>",
            "file:1:20: an element stands inside a field: logs are three deep",
        ),
        (
            "<forms>\n<form>\n<age1>3</form></forms>",
            "file:3:8: an element is closed by another's end, or never",
        ),
        (
            "<forms>\n<form><age1>3</age1>",
            "file:2:21: the file ends before its last element is closed",
        ),
        (
            "<forms><form a=\"b\"/></forms>",
            "file:1:8: an element has an attribute, which no log has",
        ),
        (
            "<forms><form><a>1</a>\n<a>2</a></form></forms>",
            "file:2:1: the field `a` stands twice in the form, first in line 1",
        ),
        (
            "<forms><form><a>1</a></form>\n<form><b>1</b></form></forms>",
            "file:2:7: the form has a field that the first form has not",
        ),
        (
            "<forms><form><a>1</a><b/></form>\n<form><a>1</a></form></forms>",
            "file:2:1: the form lacks the field `b`",
        ),
        ("<forms><form/>words</forms>", "file:1:15: text stands between the elements"),
        ("<forms></forms><forms/>", "file:1:16: a second outermost element stands here"),
        (
            "<log/>",
            "file:1:1: the outermost element is none that is known: `forms` of a log, \
             `CustomField` or `CustomObject` of metadata",
        ),
        (
            "<forms><form><a>\u{202e}</a></form></forms>",
            "file:1:17: a bidirectional control character stands in the file",
        ),
    ] {
        assert_eq!(faults(text.as_bytes()), [expected]);
    }
}

#[test]
fn no_fault_repeats_what_a_household_answered() {
    for bytes in [CODES, LABELS, TEMPLATE, LOGS] {
        let secret = "Zebediah";
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        for mangled in [
            text.replace("SYN0003", "Zebediah\"x").replace("SYN0001", "\"Zebediah\"x"),
            text.replace("SYN0003", "Zebediah,Zebediah").replace("SYN0001", "Zebediah,1"),
            text.replace("SYN0003", "<Zebediah>&Zebediah;").replace("SYN0001", "\"Zebediah"),
            text.replace("SYN0003", "Zebediah\u{202e}").replace("SYN0001", "Zebediah\0"),
        ] {
            let found = faults(mangled.as_bytes());
            assert!(found.iter().all(|fault| !fault.contains(secret)), "{found:?}");
            if let Ok(file) = open("file", mangled.as_bytes()) {
                assert!(file.rows().all(|row| !format!("{row:?}").contains(secret)));
            }
        }
    }
}

#[test]
fn a_file_cut_short_anywhere_never_gives_a_crooked_row() {
    for (bytes, step) in [(CODES, 11), (LOGS, 7), (TEMPLATE, 1), (DICTIONARY, 1)] {
        for end in (0..bytes.len()).step_by(step) {
            let Ok(file) = open("file", bytes.get(..end).unwrap()) else { continue };
            let width = file.fields.len();
            let _ =
                file.for_each_row(|row| assert_eq!(row.cells(Purpose::STATISTICS).len(), width));
        }
    }
}

/// A file that is made while it is read.
struct Endless {
    head: &'static [u8],
    left: u64,
    line: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.line.is_empty() {
            if !self.head.is_empty() {
                self.line = std::mem::take(&mut self.head).to_vec();
            } else if self.left > 0 {
                self.left -= 1;
                self.line = b"1,\"two\nlines, and a comma\"\r\n".to_vec();
            }
        }
        // Three bytes at a time, so that characters and line ends fall apart.
        let count = self.line.len().min(into.len()).min(3);
        into[..count].copy_from_slice(&self.line[..count]);
        self.line.drain(..count);
        Ok(count)
    }
}

#[test]
fn rows_are_read_one_at_a_time() {
    let endless = Endless { head: b"Q 1,Q 2\nage1,notes\n", left: 20_000, line: Vec::new() };
    let file = open("file", endless).unwrap();
    let summary = file.for_each_row(|row| {
        assert_eq!(row.cells(Purpose::STATISTICS)[1], "two\nlines, and a comma");
    });
    assert_eq!(summary, Ok(Summary { rows: 20_000 }));
}

#[test]
fn two_exports_of_the_same_lettings_teach_the_labels() {
    let fields =
        learn_values(open("codes", CODES).unwrap(), open("labels", LABELS).unwrap()).unwrap();
    let reason = fields.iter().find(|field| field.name == "reason").unwrap();
    assert!(reason.values.contains(&("45".into(), "Discharged from prison".into())));
    let tag = suggest(reason).to_tag();
    assert!(!tag.categories().has_criminal() && !tag.categories().has_special());
    assert!(tag.categories_of("45").contains(Category::CriminalOffence));
    assert!(tag.categories_of("46").contains(Category::Health));
    assert!(tag.categories_of("49").contains(Category::Safeguarding));
    assert!(!tag.categories_of("49").has_criminal());
    assert!(
        fields
            .iter()
            .filter(|field| field.name.contains("postcode"))
            .all(|field| field.values.is_empty())
    );
    let wrong = learn_values(open("labels", LABELS).unwrap(), open("codes", CODES).unwrap());
    assert!(wrong.is_err());
}

#[test]
fn the_columns_of_the_template_have_the_values_of_core() {
    let file = open("file", TEMPLATE).unwrap();
    let reason = file.fields.iter().find(|field| field.label.starts_with("Main reason")).unwrap();
    assert!(suggest(reason).to_tag().categories_of("45").has_criminal());
    let ethnic = file.fields.iter().find(|field| field.label.starts_with("Ethnic")).unwrap();
    assert!(suggest(ethnic).categories.contains(Category::RacialOrEthnicOrigin));
}
