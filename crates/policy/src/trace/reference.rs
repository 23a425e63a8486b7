//! What the table names as holding a rule, looked up among the names that really exist.

use caldicott_model::law::{Article9Condition, LawfulBasis};
use caldicott_model::{Category, Marking};
use caldicott_sharing::{
    AskerKind, ConsentKind, Detail, Direction, Duty, Fact, OrderKind, SharingPurpose,
    TransferMechanism, Verification,
};

/// The parts that are still to come.
const TO_COME: [&str; 2] = ["assurance", "salesforce"];

/// Types of the other libraries that hold a rule, by the name they are used under. Naming the type
/// makes this fail to compile when one is gone.
const TYPES: [&str; 18] = [
    name::<caldicott_model::Personal<()>>("caldicott_model::Personal"),
    name::<caldicott_model::FieldTag>("caldicott_model::FieldTag"),
    name::<caldicott_model::Identifiability>("caldicott_model::Identifiability"),
    name::<caldicott_model::law::ProcessingGround>("caldicott_model::law::ProcessingGround"),
    name::<caldicott_model::law::PolicyDocument>("caldicott_model::law::PolicyDocument"),
    name::<caldicott_sharing::Decision>("caldicott_sharing::Decision"),
    name::<caldicott_sharing::Approval>("caldicott_sharing::Approval"),
    name::<caldicott_sharing::Consent>("caldicott_sharing::Consent"),
    name::<caldicott_retention::DisposalRecord>("caldicott_retention::DisposalRecord"),
    name::<caldicott_accountability::Dpia>("caldicott_accountability::Dpia"),
    name::<caldicott_accountability::Registers>("caldicott_accountability::Registers"),
    name::<caldicott_caution_register::Event>("caldicott_caution_register::Event"),
    name::<caldicott_caution_register::Grounds>("caldicott_caution_register::Grounds"),
    name::<caldicott_caution_register::History>("caldicott_caution_register::History"),
    name::<caldicott_caution_register::Late>("caldicott_caution_register::Late"),
    name::<caldicott_caution_register::Precaution>("caldicott_caution_register::Precaution"),
    name::<caldicott_caution_register::Subject>("caldicott_caution_register::Subject"),
    name::<crate::Profile>("caldicott_policy::Profile"),
];

const fn name<T>(name: &'static str) -> &'static str {
    let _ = size_of::<T>();
    name
}

/// Whether `category:health`, `rulebook:form.covers` and the like name something.
pub(super) fn resolves(reference: &str) -> bool {
    let Some((kind, name)) = reference.split_once(':') else { return false };
    let among = |mut names: &mut dyn Iterator<Item = &'static str>| {
        Iterator::any(&mut names, |known| known == name)
    };
    match kind {
        "category" => among(&mut Category::ALL.iter().map(|one| one.name())),
        "detail" => among(&mut Detail::NAMES.iter().map(|(name, _)| *name)),
        "marking" => among(&mut Marking::ALL.iter().map(|one| one.name())),
        "asker" => among(&mut AskerKind::NAMES.iter().map(|(name, _)| *name)),
        "purpose" => among(&mut SharingPurpose::NAMES.iter().map(|(name, _)| *name)),
        "fact" => among(&mut Fact::NAMES.iter().map(|(name, _)| *name)),
        "duty" => among(&mut Duty::NAMES.iter().map(|(name, _)| *name)),
        "consent" => among(&mut ConsentKind::NAMES.iter().map(|(name, _)| *name)),
        "direction" => among(&mut Direction::NAMES.iter().map(|(name, _)| *name)),
        "order" => among(&mut OrderKind::NAMES.iter().map(|(name, _)| *name)),
        "verification" => among(&mut Verification::NAMES.iter().map(|(name, _)| *name)),
        "transfer" => among(&mut TransferMechanism::NAMES.iter().map(|(name, _)| *name)),
        "basis" => among(&mut LawfulBasis::NAMES.iter().map(|(name, _)| *name)),
        "article9" => among(&mut Article9Condition::NAMES.iter().map(|(name, _)| *name)),
        "type" => TYPES.contains(&reference.trim_start_matches("type:")),
        "rulebook" => crate::schema::has_key(name),
        _ => false,
    }
}

/// Whether a part of this name is to come.
pub(super) fn is_to_come(name: &str) -> bool {
    TO_COME.contains(&name)
}
