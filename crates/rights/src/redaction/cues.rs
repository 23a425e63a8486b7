//! Words beside which, or as which, a word with a capital is somebody or is nobody.

/// Whether a word is in a list, which is sorted.
pub(super) fn has(list: &str, word: &str) -> bool {
    super::vocabulary::is_listed(list, b' ', word)
}

/// Words before a word with a capital that is then somebody: one does this with people.
pub(super) const TOWARDS: &str = "\
    accused accuses alongside asked avoids befriended behind between blamed blames both calling \
    described despite dislikes emailed fears follow followed fought heard helped hit hugged \
    identified introduced invited kissed knowing knows like married meet meeting meets mentioned \
    mentions met misses named owed owes phone phoned punched rang recognised reminded resembles \
    saw see seeing seen show showed shown shows signed supports telephoned texted thanked told \
    trusts visited visiting wants warned with";

/// Words that say with `to` or `by` after them that somebody follows.
pub(super) const TOWARDS_TO: &str = "\
    according apologised belongs chatting engaged gave given lent listened married next owed paid \
    phone related said shouted speak speaking spoke spoken swore talk talked talking waved written \
    wrote";

/// People by what they do, and other words that begin a sentence and are no names.
pub(super) const BEGINNINGS: &str = "\
    advocate agent all also ambulance another anybody anyone application bill bills boiler both \
    brother builder caller card carer caretaker case caseworker certificate client clients \
    consultant contract contractor counsellor cousin customer dad daughter diary doctor document \
    dog dogs driver each electrician electricity email engineer entry everybody everyone family \
    father file food form forms friend gran guardian guest guidance he heating housing husband i \
    interpreter invoice it judge label landlady landlord later lawyer leaflet letter list log \
    manager map message midwife money mother mum nan neighbour neighbours night nobody none note \
    notes notice nurse occupant one others page paramedics parents partner patient people plan \
    plumber policy poster postman psychiatrist psychologist receptionist record records relative \
    rent report resident residents results security she sheet sign sister social solicitor \
    somebody someone son staff statement supervisor system teacher tenant tenants text that \
    therapist they this ticket today two victim visitor voicemail we website who wife witness \
    worker workers yesterday you";

/// Shops and chains that people name by whose they are.
pub(super) const SHOPS: &str = "\
    argos domino gregg lloyd mcdonald morrison nando sainsbury waterstone wetherspoon";

/// What people do and is also done to things: at the start of a sentence, `Rent paid`, it says nothing of
/// who.
pub(super) const DONE_TO_THINGS: &str = "\
    called confirmed followed forgot helped hit invited kept kicked left lent lost made meant \
    moved needed offered paid phoned promised pushed refused returned said sent showed taken told \
    tried turned used visited walked wanted warned worked";

/// Words between which and `from`, `to` or `of` a word with a capital is somebody: `calls from`,
/// `afraid of`, `back to`.
pub(super) const ABOUT: &str = "\
    abuse addressed afraid back because belonging call calls card care complained complaint cousin \
    debt email emails fear flowers friend frightened gift help hide hiding keys loan loyal message \
    messages money mother news note number object parcel photo photos picture pictures present \
    pressure protect return rude safe scared sign support terrified text texts threat threats \
    tired visit visits voicemail wary word";

/// Words that begin a clause, in which a word with a capital that is or has something is mostly somebody.
pub(super) const CLAUSES: &str = "\
    although because before but if once or since than that though unless until when whenever where \
    while why";

/// What people do and things do not.
pub(super) const PERSON_VERBS: &str = "\
    accuses admitted apologised argued arrived asked attacked begged borrowed brings broke brought \
    called came cares collects comes confirmed could cried cries denied died disappeared drank \
    drinks drove feels follows forgot gave gets goes hates helps hit hits intends keeps kept \
    kicked knew knocked knocks knows laughed left lends likes lived lives looks lost loves makes \
    married meant moved moves needed needs offered owes paid phoned promised punched pushed rang \
    refused refuses remembers replied returned returns rings said says screamed sends sent shouted \
    shouts showed slapped sleeps slept smokes speaks spoke stayed stays steals stole swore takes \
    talks texted texts thinks thought threatened threatens threw told took tries turned turns used \
    uses visited visits waits walked wanted wants warned watches went woke works worries would \
    writes wrote";

/// Words after which a name is likely: people by what they are to somebody.
pub(super) const RELATIONS: &str = "\
    abuser aka alias boyfriend brother called carer caseworker cousin dad daughter dealer ex \
    father fiance fiancee flatmate friend girlfriend gran grandad granddad grandfather grandmother \
    housemate husband informant keyworker landlady landlord mam mate midwife mom mother mum named \
    nan nana neighbour nephew niece partner perpetrator resident roommate sister solicitor son \
    stepdad stepdaughter stepfather stepmother stepmum stepson tenant twin victim warden wife \
    witness worker";

/// Words that make the capitals before them the name of a body or a place.
pub(super) const BODIES: &str = "\
    academy advice agency allowance army association authority avenue bank benefit board borough \
    bridge care castle centre charity church city clinic close club college commission \
    commissioner company council county court credit day department district drive energy estate \
    federation foundation gardens gas green group hall health heath hill homes hospital hostel \
    hotel house housing infirmary job jobcentre lane law library limited ltd market marsh mill \
    mosque nhs office park partnership payment pharmacy place plan police power practice primary \
    prison programme project quay recovery river road room school service services shelter society \
    square station street support surgery team tenancy trust uk union unit university vale ward \
    water way wing wood yard";

/// Words with a capital that are no name.
pub(super) const NOT_NAMES: &str = "\
    a after also an and april as asked at august before benefit british but by can christmas \
    client could council court credit december did do dwp easter english february for friday from \
    gp had has he her his hospital hostel house housing i if in irish is it january july june \
    landlord manager march may monday my nhs no not note november october of officer on our pip \
    please police polish probation removed reported road said saturday scottish see september \
    service services she should so social staff street sunday support team tenancy tenant that the \
    their then there they this thursday to told tuesday universal was we wednesday welsh when \
    where who will with worker would yes you your";

/// Words that, with a capital after a name, make it a street or a building.
pub(super) const STREETS: &str = "\
    academy arms avenue buildings clinic college court crescent embankment estate gardens hospital \
    hostel hotel house infirmary lodge mews nursery primary quay road school square station street \
    surgery terrace theatre tower towers university walk ward wing";

/// Names of people that are towns and countries as well.
pub(super) const PERSONS_AND_PLACES: &str = "\
    austin brooklyn charlotte chelsea chester dakota dallas devon florence geneva georgia india \
    israel jordan kent kenya kingston lincoln london madison paris preston savannah sydney \
    victoria";

/// Words before a town or a country.
pub(super) const WHEREABOUTS: &str = "\
    across against and around at between beyond from in into left near of off or outside reached \
    supports through to towards via";

/// Words before a thing, and not before somebody's name alone.
pub(super) const DETERMINERS: &str = "\
    a an any each every its more my new our some the these this those your";

/// People who live together under a name.
pub(super) const HOUSEHOLDS: &str = "\
    boys brother brothers children family girls household kids lads siblings sister sisters twins";

/// Words before a letter that is no initial: `Hepatitis C`.
pub(super) const LETTERED: &str = "\
    band block category class flat floor form gate grade group hepatitis influenza option part \
    plan platform room row section size strep type unit vitamin wing";

/// Words of every text that are names as well.
pub(super) const SMALL_NAMES: &str = "\
    april august june may will";

/// What people say, and nothing else does.
pub(super) const SPEECH: &str = "\
    admitted apologised argued asked complained cried denied forgot laughed phoned promised rang said \
    says screamed shouted swore texted thinks thought told walked";

/// Somebody to whom something is done.
pub(super) const SOMEBODY: &str = "\
    her him me them us";

/// What people are and things are not.
pub(super) const FEELINGS: &str = "\
    afraid alone angry anxious ashamed asleep awake aware calm depressed distressed drunk \
    frightened glad happy homeless hungry ill keen lonely nervous pleased poorly pregnant proud \
    sad scared sober sorry staying suicidal tearful terrified tired unhappy unwell upset willing \
    worried";

/// What is done to people and not to towns.
pub(super) const TO_PEOPLE: &str = "\
    accused asked befriended fought hit hugged identified introduced invited kissed married met phoned \
    punched recognised telephoned texted thanked told warned";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted_and_every_word_of_it_is_found() {
        for list in [
            TOWARDS,
            TOWARDS_TO,
            BEGINNINGS,
            SHOPS,
            DONE_TO_THINGS,
            ABOUT,
            CLAUSES,
            PERSON_VERBS,
            RELATIONS,
            BODIES,
            NOT_NAMES,
            STREETS,
            PERSONS_AND_PLACES,
            WHEREABOUTS,
            DETERMINERS,
            HOUSEHOLDS,
            LETTERED,
            SMALL_NAMES,
            SOMEBODY,
            FEELINGS,
            SPEECH,
            TO_PEOPLE,
        ] {
            let words: Vec<&str> = list.split_ascii_whitespace().collect();
            assert!(words.is_sorted_by(|one, next| one < next), "{list}");
            assert!(words.iter().all(|word| has(list, word)));
            assert!(!has(list, "") && !has(list, "zz") && !has(list, "a b"));
        }
    }
}
