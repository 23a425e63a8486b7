//! Reading a case from a file.
//!
//! The file is about people: no message repeats a value where the host reads it with
//! [`Echo::Hidden`](caldicott_model::document::Echo::Hidden).

use caldicott_calendar::Day;
use caldicott_model::CategorySet;
use caldicott_model::document::{Node, Reader};

use super::{
    AccessCase, Asker, Body, Claim, Consent, Exemption, Field, FiveFactors, Harm, Information,
    Item, Opinion, OtherPerson, Regulator, Review, Search, Standing,
};
use crate::redaction::{Identity, Name};

impl AccessCase {
    /// Reads a case with the `day` it is answered. Every fault of the file is reported to the reader.
    ///
    /// The form: `day`, `body`, `[subject]`, `[information]`, `[[searched]]` with `system` and `terms`,
    /// `[[excluded]]` with `what` and `why`; and, where there are any, `asker`, `health-professional`,
    /// `organisations`, `[[person]]`, `[[item]]` with `[[item.field]]`, and `[[opinion]]`. The field of an
    /// item that names no `categories` counts as free text, which may hold anything.
    ///
    /// ```
    /// use caldicott_model::document::{Echo, Faults, Place, Reader, Table};
    /// use caldicott_rights::pack::AccessCase;
    ///
    /// // From the text of a file: `read_private_file(&SourceFile::new(name, text), AccessCase::read)` of
    /// // `caldicott-policy` for TOML, `json::read_private` for JSON.
    ///
    /// let faults = Faults::new("case.json", Echo::Hidden);
    /// let at = Place::new(1, 1);
    /// assert!(AccessCase::read(&mut Reader::new(&Table::default(), at, &faults)).is_none());
    /// let missing = faults.into_vec();
    /// assert_eq!(missing[0].to_string(), "case.json:1:1: `day` is missing");
    /// // Not the first fault: all of them.
    /// assert!(missing.len() > 3);
    /// ```
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let day = top.day("day");
        // Without a day, nothing is after it.
        let case = Self::read_on(top, day.unwrap_or(Day::MAX));
        day?;
        case
    }

    /// Reads a case that is answered on a day which the file does not say.
    ///
    /// What an opinion or `told-by` names may also be found elsewhere: that an opinion is about an item
    /// that nobody has is left to the host.
    #[must_use]
    pub fn read_on(top: &mut Reader<'_>, day: Day) -> Option<Self> {
        let body = top.one_of("body", "body", Body::NAMES);
        let asker = top.optional_one_of("asker", "asker", Asker::NAMES);
        let professional = top.optional_flag("health-professional").unwrap_or(false);
        let wary = top.optional_flag("wary").unwrap_or(false);
        let subject = section(top, "subject", identity);
        let information = section(top, "information", information);
        let search = search(top);
        let organisations = said(top, "organisations");
        let mut ids: Vec<String> = Vec::new();
        let people: Vec<_> = top
            .tables("person")
            .iter_mut()
            .map(|table| {
                let person = person(table)?;
                only(table, "id", &person.id, &ids);
                ids.push(person.id.clone());
                Some(person)
            })
            .collect();
        let context = Context { day, body, asker: asker.unwrap_or(Asker::Person), people: &ids };
        let mut known: Vec<String> = Vec::new();
        let items: Vec<_> = top
            .tables("item")
            .iter_mut()
            .map(|table| {
                let item = item(table, &context)?;
                only(table, "id", &item.id, &known);
                known.push(item.id.clone());
                Some(item)
            })
            .collect();
        let opinions: Vec<_> =
            top.tables("opinion").iter_mut().map(|table| opinion(table, day)).collect();
        let mut case = Self::new(day, body?, subject?, information?, search?);
        if let Some(asker) = asker {
            case = case.asked_by(asker);
        }
        if professional {
            case = case.by_health_professional();
        }
        if wary {
            case = case.wary();
        }
        for name in &organisations {
            case = case.organisation(name);
        }
        for person in people {
            case = case.person(person?);
        }
        for item in items {
            case = case.item(item?);
        }
        for opinion in opinions {
            case = case.opinion(opinion?);
        }
        Some(case)
    }
}

/// What an item is held against.
struct Context<'c> {
    day: Day,
    body: Option<Body>,
    asker: Asker,
    people: &'c [String],
}

/// Reports an id that is there already.
fn only(table: &Reader<'_>, key: &str, id: &str, known: &[String]) {
    if known.iter().any(|known| known == id) {
        table.fault(key, "the id is there twice");
    }
}

fn section<T>(
    top: &mut Reader<'_>,
    key: &'static str,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Option<T> {
    let Some(mut table) = top.table(key) else {
        if !top.has(key) {
            top.fault(key, format!("`[{key}]` is missing"));
        }
        return None;
    };
    read(&mut table)
}

fn identity(table: &mut Reader<'_>) -> Option<Identity> {
    let known_as = table.text("name").and_then(|text| name(table, "name", text));
    let also: Vec<_> =
        table.texts("also").into_iter().map(|(text, _)| name(table, "also", text)).collect();
    let references = said(table, "references");
    let phones = said(table, "phones");
    let emails = said(table, "emails");
    let addresses = said(table, "addresses");
    let born = table.optional_day("born");
    let mut identity = Identity::named(known_as?);
    for other in also {
        identity = identity.also(other?);
    }
    identity = references.iter().fold(identity, |all, one| all.reference(one));
    identity = phones.iter().fold(identity, |all, one| all.phone(one));
    identity = emails.iter().fold(identity, |all, one| all.email(one));
    identity = addresses.iter().fold(identity, |all, one| all.address(one));
    Some(match born {
        Some(born) => identity.born(born),
        None => identity,
    })
}

fn name(table: &Reader<'_>, key: &str, text: &str) -> Option<Name> {
    Name::parse(text).map_err(|error| table.fault(key, error.to_string())).ok()
}

fn information(table: &mut Reader<'_>) -> Option<Information> {
    let controller = words(table, "controller");
    let contact = words(table, "contact");
    let [purposes, categories, recipients] =
        ["purposes", "categories", "recipients"].map(|key| some(table, key));
    let retention = words(table, "retention");
    let source = words(table, "source");
    let automated = words(table, "automated");
    let regulator = table.table("regulator").map(|mut below| {
        let name = owned(below.text("name"));
        let successor = below.table("successor").map(|mut next| {
            let name = owned(next.text("name"));
            Some((name?, next.day("from")?))
        });
        let regulator = Regulator::named(&name?);
        match successor {
            Some(next) => next.map(|(name, from)| regulator.succeeded_by(&name, from)),
            None => Some(regulator),
        }
    });
    let regulator = match regulator {
        Some(regulator) => regulator?,
        None => Regulator::default(),
    };
    Some(Information {
        controller: controller?,
        contact: contact?,
        purposes: purposes?,
        categories: categories?,
        recipients: recipients?,
        retention: retention?,
        source: source?,
        automated: automated?,
        regulator,
    })
}

fn search(top: &mut Reader<'_>) -> Option<Search> {
    let searched = top.tables("searched");
    if searched.is_empty() {
        top.fault(
            "searched",
            "`[[searched]]` is missing: which systems were searched, for what (RT-13)",
        );
    }
    let searched: Vec<_> = searched
        .into_iter()
        .map(|mut table| Some((words(&mut table, "system"), some(&mut table, "terms")?)))
        .collect();
    let excluded: Vec<_> = top
        .tables("excluded")
        .into_iter()
        .map(|mut table| (words(&mut table, "what"), words(&mut table, "why")))
        .collect();
    let mut search = Search::default();
    if searched.is_empty() {
        return None;
    }
    for entry in searched {
        let (system, terms) = entry?;
        let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
        search = search.and(&system?, &terms);
    }
    for (what, why) in excluded {
        search = search.without(&what?, &why?);
    }
    Some(search)
}

fn person(table: &mut Reader<'_>) -> Option<OtherPerson> {
    let id = owned(table.text("id"));
    let standing = table.optional_one_of("standing", "standing", Standing::NAMES);
    let reviews: Vec<_> = table.tables("review").iter_mut().map(review).collect();
    let identity = identity(table);
    let mut person = OtherPerson::new(&id?, identity?);
    if let Some(standing) = standing {
        person = person.standing(standing);
    }
    for review in reviews {
        person = person.review(review?);
    }
    Some(person)
}

fn review(table: &mut Reader<'_>) -> Option<Review> {
    let consent = table.one_of("consent", "state of consent", Consent::NAMES);
    let reasonable = table.optional_flag("reasonable").unwrap_or(false);
    let factors = table.table("factors").map(|mut below| {
        let [information, confidence, steps, capable, refusal] =
            ["information", "confidence", "steps", "capable", "refusal"]
                .map(|key| owned(below.text(key)));
        let read = FiveFactors::new(&information?, &confidence?, &steps?, &capable?, &refusal?);
        if read.is_none() {
            table.fault("factors", "each of the five factors says something (EX-05)");
        }
        read
    });
    let factors = match factors {
        Some(factors) => Some(factors?),
        None => None,
    };
    Some(Review { consent: consent?, factors, reasonable })
}

fn item(table: &mut Reader<'_>, context: &Context<'_>) -> Option<Item> {
    let id = owned(table.text("id"));
    let title = owned(table.text("title"));
    let dated = table.optional_day("dated");
    if dated.is_some_and(|dated| dated > context.day) {
        table.fault("dated", "the item is dated after the day of the answer");
    }
    let file_name = owned(table.optional_text("file-name"));
    let told_by = owned(table.optional_text("told-by"));
    if told_by.as_ref().is_some_and(|person| !context.people.contains(person)) {
        table.fault("told-by", "no `[[person]]` of the case has this id");
    }
    let claims = claims(table, context);
    let mut names: Vec<String> = Vec::new();
    let fields: Vec<_> = table
        .tables("field")
        .iter_mut()
        .map(|below| {
            let field = field(below, context)?;
            only(below, "name", &field.name, &names);
            names.push(field.name.clone());
            Some(field)
        })
        .collect();
    if fields.is_empty() {
        table.fault(
            "field",
            "the item has no `[[item.field]]`: there is nothing of it to decide about",
        );
    }
    let mut item = Item::new(&id?, &title?);
    if let Some(day) = dated {
        item = item.dated(day);
    }
    if let Some(name) = &file_name {
        item = item.file_name(name);
    }
    if let Some(source) = &told_by {
        item = item.told_by(source);
    }
    for claim in claims {
        item = item.claim(claim?);
    }
    for field in fields {
        item = item.field(field?);
    }
    Some(item)
}

fn field(table: &mut Reader<'_>, context: &Context<'_>) -> Option<Field> {
    let name = owned(table.text("name"));
    // A note is read as it is: what is hidden in it is the redactor's to find.
    let text = owned(table.verbatim("text"));
    let categories = read_categories(table).unwrap_or(CategorySet::EVERY);
    let known = table.optional_flag("known").unwrap_or(false);
    let claims = claims(table, context);
    let mut field = Field::new(&name?, &text?, categories);
    if known {
        field = field.already_known();
    }
    for claim in claims {
        field = field.claim(claim?);
    }
    Some(field)
}

/// What a text was found to be about; nothing where nobody said. A text is never about nothing: an empty
/// list would give away what nobody read.
fn read_categories(table: &mut Reader<'_>) -> Option<CategorySet> {
    let found = table.categories("categories");
    let named = table.raw("categories").map(|found| &found.node);
    if matches!(named, Some(Node::List(names)) if names.is_empty()) {
        table.fault(
            "categories",
            "`categories` names none: leave it out where nobody read the text",
        );
    }
    (!found.is_empty()).then_some(found)
}

fn claims(table: &mut Reader<'_>, context: &Context<'_>) -> Vec<Option<Claim>> {
    table.tables("claim").iter_mut().map(|below| claim(below, context)).collect()
}

fn claim(table: &mut Reader<'_>, context: &Context<'_>) -> Option<Claim> {
    let exemption = table.one_of("exemption", "exemption", Exemption::NAMES);
    let closed = exemption
        .zip(context.body)
        .filter(|(exemption, body)| !exemption.is_open_to(*body, context.asker));
    if let Some((exemption, body)) = closed {
        let rule = exemption.rule().id();
        let message = format!("`{exemption}` is not open to a `{body}` for this asker ({rule})");
        table.fault("exemption", message);
    }
    let reason = table.text("reason")?;
    let claim = Claim::new(exemption?, reason);
    claim.map_err(|error| table.fault("reason", error.to_string())).ok()
}

fn opinion(table: &mut Reader<'_>, day: Day) -> Option<Opinion> {
    let obtained = table.day("obtained");
    if obtained.is_some_and(|obtained| obtained > day) {
        table.fault("obtained", "the opinion was obtained after the day of the answer");
    }
    let finds = table.one_of("finds", "finding", Harm::NAMES);
    let items = said(table, "items");
    if items.is_empty() && table.has("items") {
        table.fault("items", "`items` names none: leave it out for an opinion on all of them");
    }
    let stale = table.optional_flag("stale").unwrap_or(false);
    Some(Opinion { obtained: obtained?, finds: finds?, items, stale })
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// Text with a letter or digit in it.
fn words(table: &mut Reader<'_>, key: &'static str) -> Option<String> {
    let text = table.text(key)?;
    let says = text.chars().any(char::is_alphanumeric);
    if !says {
        table.fault(key, format!("`{key}` says nothing"));
    }
    says.then(|| text.to_owned())
}

/// Texts, each of which says something.
fn said(table: &mut Reader<'_>, key: &'static str) -> Vec<String> {
    let texts = table.texts(key);
    for (_, at) in texts.iter().filter(|(text, _)| !text.chars().any(char::is_alphanumeric)) {
        table.fault_at(*at, key, "the text says nothing");
    }
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

/// The same, of which there has to be one.
fn some(table: &mut Reader<'_>, key: &'static str) -> Option<Vec<String>> {
    let found = said(table, key);
    if found.is_empty() {
        table.fault(key, format!("`{key}` is missing or empty"));
    }
    (!found.is_empty()).then_some(found)
}
