//! The bank holidays of 2018 to 2030, one line for a day and title.
//!
//! Taken from the published list (2018 to 2028) and, for one day, from a proclamation made after
//! it; 2029 and 2030 are computed from Schedule 1 to the 1971 Act and the customary proclamations.

use super::{Holiday, HolidayBasis, HolidayStatus, HolidayTable, Nation};
use crate::Day;

const FIRST: Day = Day::literal(2018, 1, 1);
const KNOWN_THROUGH: Day = Day::literal(2028, 12, 31);
const LAST: Day = Day::literal(2030, 12, 31);
const AS_KNOWN_ON: Day = Day::literal(2026, 11, 21);
const PROVENANCE: &str = "gov.uk bank holidays 2018 to 2028; Royal Proclamation of February 2026 \
                          for 15 June 2026; 2029 and 2030 projected from the Banking and Financial \
                          Dealings Act 1971, Sch 1, and customary proclamations";

/// One day with its title. `basis` has a letter for England and Wales, Northern Ireland and
/// Scotland in turn: `C` common law, `P` proclamation, `S` Schedule 1, `-` no holiday there.
struct Row {
    day: Day,
    basis: [u8; 3],
    title: &'static str,
    substitute: bool,
    one_off: bool,
    proclaimed: bool,
}

const fn on(year: i32, month: u8, day: u8, basis: [u8; 3], title: &'static str) -> Row {
    let day = Day::literal(year, month, day);
    Row { day, basis, title, substitute: false, one_off: false, proclaimed: false }
}

impl Row {
    const fn substitute(self) -> Self {
        Self { substitute: true, ..self }
    }

    const fn one_off(self) -> Self {
        Self { one_off: true, ..self }
    }

    const fn proclaimed(self) -> Self {
        Self { proclaimed: true, ..self }
    }

    fn holiday(&self, nation: Nation, letter: u8) -> Option<Holiday> {
        let basis = match letter {
            b'C' => HolidayBasis::CommonLaw,
            b'P' => HolidayBasis::Proclamation,
            b'S' => HolidayBasis::Schedule1,
            _ => return None,
        };
        let status = if self.proclaimed {
            HolidayStatus::Proclaimed
        } else if self.day > KNOWN_THROUGH {
            HolidayStatus::Projected
        } else {
            HolidayStatus::Published
        };
        let mut holiday = Holiday::new(self.day, nation, self.title).under(basis).known(status);
        holiday.substitute = self.substitute;
        holiday.one_off = self.one_off;
        Some(holiday)
    }
}

/// The built-in table.
///
/// The span and the rows are constants that a test reads back one by one, so neither fallback can
/// be reached; the fallbacks speak for a single day, which turns every question into an error.
pub(super) fn uk() -> HolidayTable {
    let empty = HolidayTable::new(FIRST, KNOWN_THROUGH, LAST, AS_KNOWN_ON, PROVENANCE);
    let Ok(mut table) = empty else {
        return silent();
    };
    for row in ROWS {
        for (nation, letter) in Nation::ALL.into_iter().zip(row.basis) {
            if let Some(holiday) = row.holiday(nation, letter)
                && table.add(holiday).is_err()
            {
                return silent();
            }
        }
    }
    table
}

fn silent() -> HolidayTable {
    HolidayTable {
        first: Day::MIN,
        known_through: Day::MIN,
        last: Day::MIN,
        as_known_on: Day::MIN,
        provenance: "".into(),
        holidays: Vec::new(),
        marks: Vec::new(),
    }
}

const ROWS: &[Row] = &[
    // 2018
    on(2018, 1, 1, *b"PPS", "New Year's Day"),
    on(2018, 1, 2, *b"--S", "2nd January"),
    on(2018, 3, 19, *b"-P-", "St Patrick's Day").substitute(),
    on(2018, 3, 30, *b"CCS", "Good Friday"),
    on(2018, 4, 2, *b"SS-", "Easter Monday"),
    on(2018, 5, 7, *b"PPS", "Early May bank holiday"),
    on(2018, 5, 28, *b"SSP", "Spring bank holiday"),
    on(2018, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2018, 8, 6, *b"--S", "Summer bank holiday"),
    on(2018, 8, 27, *b"SS-", "Summer bank holiday"),
    on(2018, 11, 30, *b"--S", "St Andrew's Day"),
    on(2018, 12, 25, *b"CCS", "Christmas Day"),
    on(2018, 12, 26, *b"SSP", "Boxing Day"),
    // 2019
    on(2019, 1, 1, *b"PPS", "New Year's Day"),
    on(2019, 1, 2, *b"--S", "2nd January"),
    on(2019, 3, 18, *b"-S-", "St Patrick's Day").substitute(),
    on(2019, 4, 19, *b"CCS", "Good Friday"),
    on(2019, 4, 22, *b"SS-", "Easter Monday"),
    on(2019, 5, 6, *b"PPS", "Early May bank holiday"),
    on(2019, 5, 27, *b"SSP", "Spring bank holiday"),
    on(2019, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2019, 8, 5, *b"--S", "Summer bank holiday"),
    on(2019, 8, 26, *b"SS-", "Summer bank holiday"),
    on(2019, 12, 2, *b"--S", "St Andrew's Day").substitute(),
    on(2019, 12, 25, *b"CCS", "Christmas Day"),
    on(2019, 12, 26, *b"SSP", "Boxing Day"),
    // 2020
    on(2020, 1, 1, *b"PPS", "New Year's Day"),
    on(2020, 1, 2, *b"--S", "2nd January"),
    on(2020, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2020, 4, 10, *b"CCS", "Good Friday"),
    on(2020, 4, 13, *b"SS-", "Easter Monday"),
    on(2020, 5, 8, *b"PPP", "Early May bank holiday (VE Day)").one_off(),
    on(2020, 5, 25, *b"SSP", "Spring bank holiday"),
    on(2020, 7, 13, *b"-P-", "Battle of the Boyne").substitute(),
    on(2020, 8, 3, *b"--S", "Summer bank holiday"),
    on(2020, 8, 31, *b"SS-", "Summer bank holiday"),
    on(2020, 11, 30, *b"--S", "St Andrew's Day"),
    on(2020, 12, 25, *b"CCS", "Christmas Day"),
    on(2020, 12, 28, *b"PPP", "Boxing Day").substitute(),
    // 2021
    on(2021, 1, 1, *b"PPS", "New Year's Day"),
    on(2021, 1, 4, *b"--P", "2nd January").substitute(),
    on(2021, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2021, 4, 2, *b"CCS", "Good Friday"),
    on(2021, 4, 5, *b"SS-", "Easter Monday"),
    on(2021, 5, 3, *b"PPS", "Early May bank holiday"),
    on(2021, 5, 31, *b"SSP", "Spring bank holiday"),
    on(2021, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2021, 8, 2, *b"--S", "Summer bank holiday"),
    on(2021, 8, 30, *b"SS-", "Summer bank holiday"),
    on(2021, 11, 30, *b"--S", "St Andrew's Day"),
    on(2021, 12, 27, *b"SSP", "Christmas Day").substitute(),
    on(2021, 12, 28, *b"PPP", "Boxing Day").substitute(),
    // 2022
    on(2022, 1, 3, *b"PPS", "New Year's Day").substitute(),
    on(2022, 1, 4, *b"--P", "2nd January").substitute(),
    on(2022, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2022, 4, 15, *b"CCS", "Good Friday"),
    on(2022, 4, 18, *b"SS-", "Easter Monday"),
    on(2022, 5, 2, *b"PPS", "Early May bank holiday"),
    on(2022, 6, 2, *b"PPP", "Spring bank holiday").one_off(),
    on(2022, 6, 3, *b"PPP", "Platinum Jubilee bank holiday").one_off(),
    on(2022, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2022, 8, 1, *b"--S", "Summer bank holiday"),
    on(2022, 8, 29, *b"SS-", "Summer bank holiday"),
    on(2022, 9, 19, *b"PPP", "State funeral of Queen Elizabeth II").one_off(),
    on(2022, 11, 30, *b"--S", "St Andrew's Day"),
    on(2022, 12, 26, *b"SSP", "Boxing Day"),
    on(2022, 12, 27, *b"SSP", "Christmas Day").substitute(),
    // 2023
    on(2023, 1, 2, *b"PPP", "New Year's Day").substitute(),
    on(2023, 1, 3, *b"--S", "2nd January").substitute(),
    on(2023, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2023, 4, 7, *b"CCS", "Good Friday"),
    on(2023, 4, 10, *b"SS-", "Easter Monday"),
    on(2023, 5, 1, *b"PPS", "Early May bank holiday"),
    on(2023, 5, 8, *b"PPP", "Coronation of King Charles III").one_off(),
    on(2023, 5, 29, *b"SSP", "Spring bank holiday"),
    on(2023, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2023, 8, 7, *b"--S", "Summer bank holiday"),
    on(2023, 8, 28, *b"SS-", "Summer bank holiday"),
    on(2023, 11, 30, *b"--S", "St Andrew's Day"),
    on(2023, 12, 25, *b"CCS", "Christmas Day"),
    on(2023, 12, 26, *b"SSP", "Boxing Day"),
    // 2024
    on(2024, 1, 1, *b"PPS", "New Year's Day"),
    on(2024, 1, 2, *b"--S", "2nd January"),
    on(2024, 3, 18, *b"-S-", "St Patrick's Day").substitute(),
    on(2024, 3, 29, *b"CCS", "Good Friday"),
    on(2024, 4, 1, *b"SS-", "Easter Monday"),
    on(2024, 5, 6, *b"PPS", "Early May bank holiday"),
    on(2024, 5, 27, *b"SSP", "Spring bank holiday"),
    on(2024, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2024, 8, 5, *b"--S", "Summer bank holiday"),
    on(2024, 8, 26, *b"SS-", "Summer bank holiday"),
    on(2024, 12, 2, *b"--S", "St Andrew's Day").substitute(),
    on(2024, 12, 25, *b"CCS", "Christmas Day"),
    on(2024, 12, 26, *b"SSP", "Boxing Day"),
    // 2025
    on(2025, 1, 1, *b"PPS", "New Year's Day"),
    on(2025, 1, 2, *b"--S", "2nd January"),
    on(2025, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2025, 4, 18, *b"CCS", "Good Friday"),
    on(2025, 4, 21, *b"SS-", "Easter Monday"),
    on(2025, 5, 5, *b"PPS", "Early May bank holiday"),
    on(2025, 5, 26, *b"SSP", "Spring bank holiday"),
    on(2025, 7, 14, *b"-P-", "Battle of the Boyne").substitute(),
    on(2025, 8, 4, *b"--S", "Summer bank holiday"),
    on(2025, 8, 25, *b"SS-", "Summer bank holiday"),
    on(2025, 12, 1, *b"--S", "St Andrew's Day").substitute(),
    on(2025, 12, 25, *b"CCS", "Christmas Day"),
    on(2025, 12, 26, *b"SSP", "Boxing Day"),
    // 2026
    on(2026, 1, 1, *b"PPS", "New Year's Day"),
    on(2026, 1, 2, *b"--S", "2nd January"),
    on(2026, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2026, 4, 3, *b"CCS", "Good Friday"),
    on(2026, 4, 6, *b"SS-", "Easter Monday"),
    on(2026, 5, 4, *b"PPS", "Early May bank holiday"),
    on(2026, 5, 25, *b"SSP", "Spring bank holiday"),
    on(2026, 6, 15, *b"--P", "Scotland at the World Cup").one_off().proclaimed(),
    on(2026, 7, 13, *b"-P-", "Battle of the Boyne").substitute(),
    on(2026, 8, 3, *b"--S", "Summer bank holiday"),
    on(2026, 8, 31, *b"SS-", "Summer bank holiday"),
    on(2026, 11, 30, *b"--S", "St Andrew's Day"),
    on(2026, 12, 25, *b"CCS", "Christmas Day"),
    on(2026, 12, 28, *b"PPP", "Boxing Day").substitute(),
    // 2027
    on(2027, 1, 1, *b"PPS", "New Year's Day"),
    on(2027, 1, 4, *b"--P", "2nd January").substitute(),
    on(2027, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2027, 3, 26, *b"CCS", "Good Friday"),
    on(2027, 3, 29, *b"SS-", "Easter Monday"),
    on(2027, 5, 3, *b"PPS", "Early May bank holiday"),
    on(2027, 5, 31, *b"SSP", "Spring bank holiday"),
    on(2027, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2027, 8, 2, *b"--S", "Summer bank holiday"),
    on(2027, 8, 30, *b"SS-", "Summer bank holiday"),
    on(2027, 11, 30, *b"--S", "St Andrew's Day"),
    on(2027, 12, 27, *b"SSP", "Christmas Day").substitute(),
    on(2027, 12, 28, *b"PPP", "Boxing Day").substitute(),
    // 2028
    on(2028, 1, 3, *b"PPS", "New Year's Day").substitute(),
    on(2028, 1, 4, *b"--P", "2nd January").substitute(),
    on(2028, 3, 17, *b"-S-", "St Patrick's Day"),
    on(2028, 4, 14, *b"CCS", "Good Friday"),
    on(2028, 4, 17, *b"SS-", "Easter Monday"),
    on(2028, 5, 1, *b"PPS", "Early May bank holiday"),
    on(2028, 5, 29, *b"SSP", "Spring bank holiday"),
    on(2028, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2028, 8, 7, *b"--S", "Summer bank holiday"),
    on(2028, 8, 28, *b"SS-", "Summer bank holiday"),
    on(2028, 11, 30, *b"--S", "St Andrew's Day"),
    on(2028, 12, 25, *b"CCS", "Christmas Day"),
    on(2028, 12, 26, *b"SSP", "Boxing Day"),
    // 2029
    on(2029, 1, 1, *b"PPS", "New Year's Day"),
    on(2029, 1, 2, *b"--S", "2nd January"),
    on(2029, 3, 19, *b"-P-", "St Patrick's Day").substitute(),
    on(2029, 3, 30, *b"CCS", "Good Friday"),
    on(2029, 4, 2, *b"SS-", "Easter Monday"),
    on(2029, 5, 7, *b"PPS", "Early May bank holiday"),
    on(2029, 5, 28, *b"SSP", "Spring bank holiday"),
    on(2029, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2029, 8, 6, *b"--S", "Summer bank holiday"),
    on(2029, 8, 27, *b"SS-", "Summer bank holiday"),
    on(2029, 11, 30, *b"--S", "St Andrew's Day"),
    on(2029, 12, 25, *b"CCS", "Christmas Day"),
    on(2029, 12, 26, *b"SSP", "Boxing Day"),
    // 2030
    on(2030, 1, 1, *b"PPS", "New Year's Day"),
    on(2030, 1, 2, *b"--S", "2nd January"),
    on(2030, 3, 18, *b"-S-", "St Patrick's Day").substitute(),
    on(2030, 4, 19, *b"CCS", "Good Friday"),
    on(2030, 4, 22, *b"SS-", "Easter Monday"),
    on(2030, 5, 6, *b"PPS", "Early May bank holiday"),
    on(2030, 5, 27, *b"SSP", "Spring bank holiday"),
    on(2030, 7, 12, *b"-P-", "Battle of the Boyne"),
    on(2030, 8, 5, *b"--S", "Summer bank holiday"),
    on(2030, 8, 26, *b"SS-", "Summer bank holiday"),
    on(2030, 12, 2, *b"--S", "St Andrew's Day").substitute(),
    on(2030, 12, 25, *b"CCS", "Christmas Day"),
    on(2030, 12, 26, *b"SSP", "Boxing Day"),
];
