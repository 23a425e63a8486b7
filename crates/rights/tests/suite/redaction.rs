//! What is protected is found however it is written.

use caldicott_calendar::Day;
use caldicott_rights::redaction::{Cleared, Identity, MARK, Name, Protected, Redactor};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn redactor() -> Redactor {
    let own =
        Identity::named(name("Mary Smith")).phone("07700 900001").address("1 Elm Road, NR1 3JU");
    let okonkwo = Identity::named(name("Chidi Paul Okonkwo"))
        .reference("C-10023")
        .phone("+44 7700 900123")
        .email("chidi.o@example.org")
        .address("12 Rose Street, Norwich NR2 1AA")
        .born(Day::literal(1980, 3, 4));
    let smith = Identity::named(name("William Smith"));
    let lee = Identity::named(name("Sam Lee"));
    let protected = Protected::of(&[okonkwo, smith, lee]).value("was seen at the clinic in March");
    let cleared = Cleared::of(own)
        .person(Identity::named(name("Sarah Jones")))
        .organisation("St Martins")
        .organisation("Norwich City Council");
    Redactor::new(&protected, &cleared)
}

#[test]
fn a_protected_name_is_found_in_every_form() {
    let redactor = redactor();
    for text in [
        "Okonkwo",
        "OKONKWO",
        "okonkwo",
        "Okonkwo's flat",
        "the Okonkwos",
        "Mr. Okonkwo",
        "Okonkwo, C. P.",
        "C. P. Okonkwo",
        "Chidi-Okonkwo",
        "preOkonkwoville",
        "xxokonkwoxx",
        "okonkwo_2024.pdf",
        "mail okonkwo77@mail.example now",
        "O\u{ad}konk\u{200b}wo",
        "Ok<b>onk</b>wo",
        "Ok&shy;onkwo",
        "&#79;konkwo",
        "O k o n k w o",
        "O-k-o-n-k-w-o",
        "O.k.o.n.k.w.o",
        "Okon-\nkwo",
        "Ok**onk**wo",
        "\u{ff2f}\u{ff4b}\u{ff4f}\u{ff4e}\u{ff4b}\u{ff57}\u{ff4f}",
        "\u{41e}k\u{43e}nkw\u{43e}",
        "\u{d3}k\u{f3}nkw\u{f2}",
        "O\u{301}konkwo",
        "0konkwo",
        "0k0nkw0",
        "\u{1d40e}konkwo",
        "CPO",
        "C.O.",
        "C. P. O.",
        "c.o.",
        "CO",
        "Chidi",
        "CHIDI",
        "Sam",
        "SAM",
        "Sam's",
        "Sams",
        "samLee",
        "xSamx",
        "lee",
        "S-a-m",
        "Bill",
        "Billy",
        "Will came",
        "Liam",
        "Smith",
        "Mr Smith",
        "Smith, William",
        "Smith W",
        "W Smith",
        "<!-- Okonkwo -->",
        "<a title='Okonkwo'>",
        "will smith",
        "%53mith",
        "Chidi%20Okonkwo",
        "CPO",
        "Srnith",
        "\u{1d0f}\u{1d0b}\u{1d0f}\u{274}\u{1d0b}\u{1d21}\u{1d0f}",
        "\u{1f17e}\u{1f17a}\u{1f17e}\u{1f17d}\u{1f17a}\u{1f186}\u{1f17e}",
        "O\u{1f642}konkwo",
        "Mrs Smith",
        "Chidi<br>Okonkwo",
        "OkonkwoChidi",
        "chidiokonkwo",
    ] {
        let found = redactor.redact(text);
        let left = found.text().replace(MARK, " ");
        let letters: String = left.chars().filter(|c| c.is_alphabetic()).collect();
        for piece in ["konk", "chidi", "sam", "lee", "bill", "liam", "smith", "kwo"] {
            assert!(!letters.to_lowercase().contains(piece), "{text:?}: {:?}", found.text());
        }
        assert!(found.text().contains(MARK), "{text:?}: {:?}", found.text());
    }
}

#[test]
fn a_protected_number_is_found_however_it_is_spaced() {
    let redactor = redactor();
    for text in [
        "\u{660}\u{667}\u{667}\u{660}\u{660} \u{669}\u{660}\u{660} \u{661}\u{662}\u{663}",
        "07700900123",
        "07700 900 123",
        "+447700900123",
        "0044 7700-900-123",
        "(07700) 900123",
        "tel.07700.900.123",
        "c10023",
        "C 10023",
        "case 10023.",
        "C/10023",
        "10023",
        "4 March 1980",
        "04/03/1980",
        "4.3.1980",
        "1980-03-04",
        "4th of March 1980",
        "Mar 4, 1980",
        "12 Rose Street",
        "12 rose st",
        "Rose Street",
        "NR2 1AA",
        "nr21aa",
        "chidi.o@example.org",
        "CHIDI.O @ example.org",
        "Was seen at the clinic, in March!",
        // Of nobody that is known.
        "07700 900456",
        "x@y.example",
        "QQ 12 34 56 C".replace("QQ", "AB").as_str(),
        "999 000 0018",
        "EC1A 1BB",
    ] {
        let found = redactor.redact(text);
        assert!(found.text().contains(MARK), "{text:?}");
        let digits = found.text().chars().filter(char::is_ascii_digit).count();
        assert_eq!(digits, 0, "{text:?}: {:?}", found.text());
    }
}

#[test]
fn what_is_the_persons_own_or_nobodys_stays() {
    let redactor = redactor();
    for text in [
        "Mary Smith rang",
        "Smith, Mary",
        "M. Smith",
        "her number is 07700 900 001",
        "1 Elm Road, NR1 3JU",
        "will she come?",
        "a balance sheet is seen",
        "She was asleep by the fleet",
        "sample of the same kind",
        "Sarah Jones wrote",
        "St Martins and Norwich City Council",
        "the co-operative",
        "on 12 January 2024 at 10.30",
        "\u{a3}1,250.00 was paid",
        "William Morris wallpaper".replace("William ", "").as_str(),
    ] {
        assert_eq!(redactor.redact(text).text(), text);
    }
}

#[test]
fn a_text_gives_names_away_that_no_list_holds() {
    let redactor = redactor();
    for (text, left) in [
        ("his brother Karol rang", "his brother [removed] rang"),
        ("her ex-partner, called Dex, came", "her ex-partner, called [removed], came"),
        ("Mr Igbinedion and Dr. Osas Ehi", "[removed] and [removed]"),
        ("met Darren Wall-Oak today", "met [removed] today"),
        ("neighbour (Trev)", "neighbour ([removed])"),
    ] {
        assert_eq!(redactor.redact(text).text(), left);
    }
}

#[test]
fn a_name_is_found_alone_turned_round_in_capitals_and_with_its_small_words() {
    let redactor = protecting("Olu Zane");
    for (text, left) in [
        ("Sharon came with Kayleigh Thompson.", "[removed] came with [removed]."),
        ("Lease: Thompson, Kayleigh; Ogunbanjo, Tunde.", "Lease: [removed]; [removed]."),
        ("ROOM TWO KAYLEIGH", "ROOM TWO [removed]"),
        ("tea for Zoee and Darrenn", "tea for [removed] and [removed]"),
        ("seen by K. Thompson and J Wolstenholm", "seen by [removed] and [removed]"),
        ("the O'Hanlon place", "the [removed] place"),
        ("owed by McIlvenny, MacGillivray", "owed by [removed]"),
        ("bed for al-Hassani only", "bed for [removed] only"),
        ("beside van der Westhuizen here", "beside [removed] here"),
        ("kept by Khalid bin Saleh now", "kept by [removed] now"),
        ("Folaranle Okafor slept", "[removed] slept"),
        ("the Xandrokis lads outside", "the [removed] lads outside"),
        ("lunch with Grace and soup", "lunch with [removed] and soup"),
        ("Grace Okafor in bed", "[removed] in bed"),
        ("the keys are with Georgia now", "the keys are with [removed] now"),
        ("Will Hargreaves is out", "[removed] is out"),
        ("half of it with Will today", "half of it with [removed] today"),
        ("Ruby lent him a pound", "[removed] lent him a pound"),
        ("he met Baker and spoke to Tank", "he met [removed] and spoke to [removed]"),
        ("Grace said so. Will asked why.", "[removed] said so. [removed] asked why."),
        ("then Preston said no", "then [removed] said no"),
    ] {
        assert_eq!(redactor.redact(text).text(), left, "{text}");
    }
}

#[test]
fn a_word_or_a_place_that_somebody_is_called_stays() {
    let redactor = protecting("Olu Zane");
    for text in [
        "Grace period of two weeks. Mark the rent as paid. Will chase on Monday.",
        "Dawn start for the coach from Victoria to Norwich.",
        "She left Jordan in 2014 and came through Georgia and Turkey.",
        "Charlotte Street is shut, so is Albert Road and Gladstone Terrace.",
        "St George's ward, then St Anne's, then HMP Preston.",
        "Hepatitis C Clinic on Friday, a shift at McDonald's, tea at Crystal Palace.",
        "May rent unpaid, April and June cleared.",
        "REMAND, PIP and SEN forms",
    ] {
        assert_eq!(redactor.redact(text).text(), text);
    }
}

#[test]
fn a_small_word_is_a_name_beside_one() {
    let redactor = redactor();
    assert_eq!(
        redactor.redact("will smith; she will come").text(),
        format!("{MARK}; she will come")
    );
    assert_eq!(redactor.redact("she will see Smith").text(), format!("she will see {MARK}"));
}

#[test]
fn redacting_twice_is_redacting_once_and_lengths_do_not_show() {
    let redactor = redactor();
    let text = "Okonkwo met Sam Lee and Mr Smith at 12 Rose Street; C.P.O. rang 07700900123.";
    let once = redactor.redact(text);
    assert_eq!(redactor.redact(once.text()).text(), once.text());
    assert_eq!(
        redactor.redact("Sam came").text(),
        redactor.redact("Chidi Paul Okonkwo came").text()
    );
    assert_eq!(format!("{once:?}"), format!("Redacted({} spans)", once.spans().len()));
}

/// One that protects somebody of this name, in the records of Mary Smith.
fn protecting(other: &str) -> Redactor {
    let protected = Protected::of(&[Identity::named(name(other)).reference("C-10023")]);
    Redactor::new(&protected, &Cleared::of(Identity::named(name("Mary Smith"))))
}

#[test]
fn initials_are_found_as_people_shorten_names_of_many_parts() {
    for (other, text, left) in [
        ("Siân O'Neill-Brookes", "with SOB and S.O'NB now", "with [removed] and [removed] now"),
        ("D'Angelo St. John-Smythe", "DSJS left", "[removed] left"),
        ("Mary-Jane van der Merwe", "MJ, MJvdM; M. J. vd M", "[removed]; [removed]"),
        ("Bridie McDonagh", "BMcD or B McD came", "[removed] or [removed] came"),
        ("Łukasz Wiśniewski", "Mr W, then Mrs. W", "[removed], then [removed]"),
        ("Ann Ivory", "her aunt I know", "her aunt I know"),
        ("Jo Ox", "Mrs O, but not Miss O'", "[removed], but not [removed]'"),
        ("Lukasz Wall", "Iukasz said", "[removed] said"),
        ("Olu Karim", "OK; KO", "[removed]; KO"),
    ] {
        assert_eq!(protecting(other).redact(text).text(), left, "{other}");
    }
}

#[test]
fn a_name_without_blanks_is_two_names() {
    let redactor = protecting("李小龍");
    for text in ["小龍 came", "李小龍 came", "Xiaolong came", "小龍李 came", "李小龙 came"]
    {
        assert_eq!(redactor.redact(text).text(), "[removed] came", "{text}");
    }
}

#[test]
fn no_accent_or_vowel_sign_of_a_name_stays_behind() {
    for (other, text) in [("Ren\u{e9} Zola", "Rene\u{301} came"), ("प्रिया शर्मा", "प्रिया came")]
    {
        assert_eq!(protecting(other).redact(text).text(), "[removed] came");
    }
}

#[test]
fn a_file_name_shows_neither_initials_nor_what_stands_beside_a_reference() {
    let redactor = protecting("Olu Zane");
    assert_eq!(redactor.redact("see oz_letter.pdf").text(), "see [removed]");
    assert_eq!(redactor.redact("see oz-10023.docx").text(), "see [removed]");
}

#[test]
fn nothing_is_found_in_what_was_redacted() {
    let redactor = protecting("Hope Will");
    for text in [
        "She hopes to move to King's Lynn by May.",
        "Will and Hope and Olek and Dex and Jo went; hopes of Lynn's.",
        "<b>Hope</b>&nbsp;W. of St. Hope's, Hope-Will & Mr W, said will",
    ] {
        let once = redactor.redact(text);
        assert_eq!(redactor.find(once.text()), [], "{text}");
        let mut rest = String::new();
        let mut at = 0;
        for span in once.spans() {
            rest.push_str(&text[at..span.range.start]);
            rest.push_str(MARK);
            at = span.range.end;
        }
        rest.push_str(&text[at..]);
        assert_eq!(once.text(), rest);
    }
}

#[test]
fn a_title_before_a_name_with_an_apostrophe_is_no_initial() {
    let protected = Protected::of(&[Identity::named(name("Jo Ox"))]);
    let own = Cleared::of(Identity::named(name("Siân O'Neill")));
    let redactor = Redactor::new(&protected, &own);
    for text in ["Ms O'Neill came", "Siân O'Neill came"] {
        assert_eq!(redactor.redact(text).text(), text);
    }
}

#[test]
fn a_name_is_found_in_the_codes_that_pages_emails_and_programs_write() {
    let redactor = protecting("Łukasz Wiśniewski");
    for text in [
        "&Lstrok;ukasz",
        "%C5%81ukasz",
        "=C5=81ukasz",
        "Wi=C5=9Bniewski",
        "Luk\\x61sz",
        "Wi&sacute;niewski",
    ] {
        assert_eq!(redactor.redact(text).text(), MARK, "{text}");
    }
    let sum = "rent=120, 4=2+2, 5%10";
    assert_eq!(redactor.redact(sum).text(), sum);
}
