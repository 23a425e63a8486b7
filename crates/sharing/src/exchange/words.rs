//! Plain English for the words of requests and rulebooks, for people who do not work with them.

use caldicott_calendar::Day;

use crate::data::DataSet;
use crate::words::SharingPurpose;

/// What something is done for, after "to".
pub(super) fn purpose(purpose: SharingPurpose) -> &'static str {
    find(&PURPOSES, purpose.name())
}

/// What data is about, in a list of its own: a category stands for its details.
pub(super) fn data(data: DataSet) -> Vec<&'static str> {
    let whole: DataSet = data
        .categories()
        .iter()
        .filter(|category| super::record::whole(data, *category))
        .map(DataSet::from)
        .collect();
    let details = data.details().filter(|detail| !whole.has(*detail));
    data.categories()
        .iter()
        .map(|category| find(&DATA, category.name()))
        .chain(details.map(|detail| find(&DATA, detail.name())))
        .collect()
}

/// A day as people write it: `2 March 2026`.
pub(super) fn day(day: Day) -> String {
    day.in_words()
}

fn find(table: &[(&'static str, &'static str)], name: &'static str) -> &'static str {
    table.iter().find(|(known, _)| *known == name).map_or(name, |(_, words)| *words)
}

const PURPOSES: [(&str, &str); 33] = [
    ("backup", "keep a safe copy"),
    ("community-policing", "talk to the local police about the area"),
    ("crime-investigation", "look into a crime"),
    ("crime-prevention", "help cut crime in the area"),
    ("debt-recovery", "get back money that is owed"),
    ("emergency", "save a life"),
    ("employment", "help with a job"),
    ("family-contact", "keep you in touch with family and friends"),
    ("health-care", "care for your health"),
    ("hosting", "run the computers that hold your file"),
    ("housing", "help with a home"),
    ("housing-benefit", "help with housing benefit"),
    ("inquest", "help a coroner find out how somebody died"),
    ("legal-proceedings", "help in a court case or with legal advice"),
    ("media", "talk to the press, or on TV or radio"),
    ("mental-health-detention", "take somebody to hospital under mental health law"),
    ("missing-person", "find a missing person and know they are safe"),
    ("other-benefits", "help with other benefits"),
    ("planning", "plan services"),
    ("public-health", "stop an illness from spreading"),
    ("public-protection", "keep the public safe from harm"),
    ("publicity", "tell people about our work"),
    ("regulation", "let the people who check our work do so"),
    ("research", "help with research"),
    ("risk-management", "keep people safe from a risk"),
    ("safeguarding", "keep an adult or a child safe from harm"),
    ("statistics", "count and report"),
    ("subject-access", "let you see your own file"),
    ("supervision", "help probation do its job"),
    ("support", "give you care and support"),
    ("system-support", "keep our computers going"),
    ("tracing", "find out where somebody lives"),
    ("visit-safety", "keep visitors safe"),
];

const DATA: [(&str, &str); 40] = [
    ("racial-or-ethnic-origin", "your race or ethnic group"),
    ("political-opinions", "what you think about politics"),
    ("religious-or-philosophical-beliefs", "your faith or beliefs"),
    ("trade-union-membership", "if you are in a trade union"),
    ("genetic", "facts from your genes"),
    ("biometric", "your fingerprints or other marks that show who you are"),
    ("health", "your health"),
    ("sex-life", "your sex life"),
    ("sexual-orientation", "if you are gay, straight or something else"),
    ("criminal-offence", "crimes, or what people say about crimes"),
    ("identity", "who you are, such as your name and date of birth"),
    ("contact", "your phone number and email"),
    ("next-of-kin", "your family"),
    ("address-and-location", "where you live or stay"),
    ("support-needs", "the help you need"),
    ("risk-and-warning", "risks and warnings"),
    ("housing-and-tenancy", "your room or home and your rent"),
    ("benefits-and-finance", "your money and benefits"),
    ("education-and-work", "school, training and work"),
    ("complaint", "complaints"),
    ("safeguarding", "worries that somebody may come to harm"),
    ("cctv", "pictures from our cameras"),
    ("staff", "our staff"),
    ("demographic", "facts such as your age and sex"),
    ("contact-record", "our notes of when we met or spoke"),
    ("agency-and-referral", "who else helps you, and who sent you to us"),
    ("premises", "our buildings"),
    ("administrative", "facts about the file itself"),
    ("change-of-address", "that you have moved, and where to"),
    ("incident-sheet", "what staff saw and wrote down"),
    ("occupancy-change", "if you moved in or out"),
    ("photograph", "photos of you"),
    ("precaution", "what a visitor must take care of"),
    ("register-compliance", "if the terms of a register are kept"),
    ("rent-change", "if your rent went up or down"),
    ("residence", "if you live here or are known to us"),
    ("sighting", "that you were seen, and if you were safe"),
    ("sleeping-sites", "where you may sleep rough"),
    ("warning-marker", "that there is a warning"),
    ("work-change", "if you started or stopped work"),
];

#[cfg(test)]
mod tests {
    use caldicott_model::Category;

    use super::{DATA, PURPOSES, data, find};
    use crate::data::{DataSet, Detail};
    use crate::words::SharingPurpose;

    #[test]
    fn every_word_has_plain_words() {
        for (name, _) in SharingPurpose::NAMES {
            assert_ne!(find(&PURPOSES, name), *name, "{name}");
        }
        for name in Category::ALL.iter().map(|category| category.name()) {
            assert_ne!(find(&DATA, name), name);
        }
        for (name, _) in Detail::NAMES {
            assert_ne!(find(&DATA, name), *name, "{name}");
        }
    }

    #[test]
    fn a_category_stands_for_its_details_and_not_for_more() {
        let address = DataSet::from(Category::AddressAndLocation);
        assert_eq!(data(address), ["where you live or stay"]);
        let seen = "that you were seen, and if you were safe";
        assert_eq!(data(Detail::Sighting.into()), [seen]);
        let less = address.minus(Detail::Residence.into());
        assert_eq!(data(less).len(), 4);
    }
}
