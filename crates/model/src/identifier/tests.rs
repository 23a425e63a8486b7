use super::*;

fn read<T: FromStr<Err = IdentifierError>>(text: &str) -> Result<T, IdentifierError> {
    text.parse()
}

/// The check digit as the NHS data dictionary describes it in words.
fn check_digit_in_words(nine: [u32; 9]) -> Option<u32> {
    let mut total = 0;
    for (place, digit) in nine.iter().enumerate() {
        let factor = 10 - u32::try_from(place).ok()?;
        total += digit * factor;
    }
    match 11 - total % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

#[test]
fn exactly_one_last_digit_in_ten_makes_an_nhs_number() {
    for seed in 0..20_000_u32 {
        let nine: [u32; 9] =
            std::array::from_fn(|place| (seed.wrapping_mul(2_654_435_761) >> (3 * place)) % 10);
        let right = check_digit_in_words(nine);
        for last in 0..10 {
            let text: String = nine.iter().chain([&last]).map(ToString::to_string).collect();
            let same = nine.iter().all(|digit| *digit == last);
            assert_eq!(read::<NhsNumber>(&text).is_ok(), right == Some(last) && !same);
        }
    }
}

#[test]
fn a_swap_of_two_neighbours_never_passes() {
    let digits: Vec<char> = "9434765919".chars().collect();
    assert!(read::<NhsNumber>("943 476 5919").is_ok());
    for place in 0..9 {
        let mut swapped = digits.clone();
        swapped.swap(place, place + 1);
        if swapped != digits {
            assert!(read::<NhsNumber>(&swapped.iter().collect::<String>()).is_err());
        }
    }
}

#[test]
fn forms_that_are_never_issued_are_refused() {
    assert!(read::<NationalInsuranceNumber>("ab 12 34 56 c").is_ok());
    for wrong in [
        "DA123456A",
        "AO123456A",
        "BG123456A",
        "GB123456A",
        "ZZ123456A",
        "AB123456E",
        "AB12345A",
        "A1123456A",
        "",
    ] {
        assert!(read::<NationalInsuranceNumber>(wrong).is_err(), "{wrong}");
    }
    for right in
        ["M1 1AA", "M60 1NW", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "gir0aa", "SW1W0NY"]
    {
        assert!(read::<Postcode>(right).is_ok(), "{right}");
    }
    for wrong in [
        "Q1 1AA", "AI1 1AA", "M1 1CA", "M1I 1AA", "1M 1AA", "M1 AAA", "EC1I 1BB", "ABC1 1AA", "M1",
        "M11AAA1",
    ] {
        assert!(read::<Postcode>(wrong).is_err(), "{wrong}");
    }
    assert_eq!(
        read::<PostcodeDistrict>("sw1w").map(|district| district.to_string()),
        Ok("SW1W".to_owned())
    );
    assert!(read::<PostcodeDistrict>("SW1W 0NY").is_err());
    assert!(read::<Postcode>("GIR 1AA").is_err());
    for wrong in ["0", "000", "1234567890123", "12a", ""] {
        assert!(read::<Uprn>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_district_of_every_postcode_is_read_as_a_district() {
    for full in ["M1 1AA", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA", "BF1 3AA", "JE2 3AB"] {
        let district = read::<Postcode>(full).map(|postcode| postcode.district());
        let again = district.clone().and_then(|district| read(district.as_str()));
        assert_eq!(again, district, "{full}");
    }
}

#[test]
fn one_telephone_has_one_form() {
    let forms = [
        "07700 900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700-900123",
        "(+44) 7700 900123",
        "+44 07700 900123",
        "0044 07700 900123",
    ];
    let read: Vec<UkPhone> = forms.iter().filter_map(|form| form.parse().ok()).collect();
    assert_eq!(read.len(), forms.len());
    assert!(read.windows(2).all(|pair| pair.first() == pair.last()));
    assert!(read.iter().all(UkPhone::is_mobile));
    for wrong in [
        "7700 900123",
        "+1 202 555 0100",
        "020 7946 09",
        "0800 12345",
        "007700 900123",
        "0400 000 0000",
        "phone",
        "++447700900123",
    ] {
        assert!(wrong.parse::<UkPhone>().is_err(), "{wrong}");
    }
}

#[test]
fn nothing_personal_is_printed() {
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        read::<NhsNumber>("9434765919"),
        read::<NationalInsuranceNumber>("AB123456C"),
        read::<Postcode>("EC1A 1BB"),
        read::<Uprn>("10010457355"),
        read::<UkPhone>("07700900123"),
    );
    assert_eq!(
        shown,
        "Ok(NhsNumber(…)) Ok(NationalInsuranceNumber(…)) Ok(Postcode(…)) Ok(Uprn(…)) Ok(UkPhone(…))"
    );
    let error = read::<NhsNumber>("9434765918").map_err(|error| error.to_string());
    assert_eq!(error.err().as_deref(), Some("the NHS number does not fit its check digit"));
}
