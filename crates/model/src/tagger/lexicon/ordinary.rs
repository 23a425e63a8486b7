//! The ordinary kinds that the founding policies name.

use super::Concept;
use crate::Category::{
    AddressAndLocation, Administrative, AgencyAndReferral, BenefitsAndFinance, Cctv, Complaint,
    Contact, ContactRecord, Demographic, EducationAndWork, HousingAndTenancy, Identity, NextOfKin,
    Premises, RiskAndWarning, Safeguarding, Staff, SupportNeeds,
};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "a person's name",
        &[Identity],
        "first name; last name; middle name; full name; surname; forename; given name; family \
             name; maiden name; preferred name; known as; alias; nickname; legal name; former \
             name; former first name; former last name; former middle name; chosen name; chosen \
             full name; client name; tenant name; patient name; resident name; contact name; \
             member name; person name; applicant name; service user name; child name; student \
             name; donor name; participant name; christian name; firstname; lastname; honoree \
             name; name suffix; salutation; title name; initial",
    )
    .direct(),
    Concept::new(
        "a reference number of a person",
        &[Identity],
        "healthcare number; health number; health card number; nhs number; nhs no; nhsnumber; \
             nhs id; ni number; nino; national insurance; national insurance number; national \
             insurance no; ssn; social security number; passport number; passport no; driving \
             licence number; driver licence number; hospital number; hospital identifier; \
             hospital id; mrn; medical record number; patient id; patient identifier; client id; \
             client number; client reference; tenant id; tenant code; tenancycode; tenant \
             reference; person id; personal id; personid; member number; member id; membership \
             number; student id; student number; upn; uln; unique pupil number; unique learner \
             number; service user id; crn; case reference; case number; purchid; purchaser code; \
             payroll number; employee number; employee id; household id; account number; tax id; \
             utr; medicare number; medicaid number; medicaid id; chi number; arc number; home \
             office reference; username; user id; ip address; person identifier; unique \
             identifier; hcn; local patient identifier; resident id; contact id; citizen id; id \
             card number",
    )
    .direct(),
    Concept::new("the reference of a record", &[Administrative], "log id; formid; old form id")
        .direct(),
    Concept::new("the reference of a record", &[Administrative], "id").direct().whole(),
    Concept::new(
        "the reference of a home",
        &[HousingAndTenancy],
        "property reference; propcode; property id; unit reference",
    )
    .direct(),
    Concept::new(
        "a date of birth",
        &[Identity],
        "date birth; birth date; birthdate; dob; dateofbirth; birthday; year birth; month birth; \
             birth year",
    ),
    Concept::new(
        "a picture of a person",
        &[Identity],
        "photo; photograph; client photo; picture; avatar",
    )
    .direct()
    .unless("property; building; site; consent; room"),
    Concept::new(
        "ways to reach a person",
        &[Contact],
        "email; email address; e mail; phone; phone number; telephone; telephone number; mobile; \
             mobile number; mobile phone; home phone; work phone; cell phone; fax; preferred \
             contact method; contact number; landline; twitter handle; skype; alternate email; \
             personal email; university email; work email; contact email",
    )
    .direct()
    .unless(
        "template; opt; sent; bounced; subject; preferred; type; count; alert; notification; \
             app; layout",
    ),
    Concept::new(
        "how a person wants to be reached",
        &[Contact],
        "do not contact; do not call; do not mail; preferred email; preferred phone; preferred \
             contact; email opt out; has opted out email; sms opt out; contact preference; phone \
             type; email type; correspondence language; mailing opt out",
    )
    .identifies_nobody(),
    Concept::new(
        "where a person lives or can be found",
        &[AddressAndLocation],
        "address; address line; address line1; address line 1; address line 2; street; home \
             address; mailing address; mailing street; postal address; correspondence address; \
             current address; previous address; postcode; post code; postal code; zip; zip code; \
             postcode full; ppostcode; uprn; full postcode; house number; house name; flat \
             number; latitude; longitude; geolocation; grid reference; easting; northing; \
             address1; address2; pcode1; ppostc1; ppostc2; pcode2; permanent address; last \
             permanent address; whereabouts; sleeping location; sleep site",
    )
    .direct()
    .unless("ip; email; web; mac; venue"),
    Concept::new(
        "the area a person lives in",
        &[AddressAndLocation],
        "town; city; county; town city; local authority; la; la label; borough; ward name; \
             district; region; local authority code; prevloc; previous location; previous la; \
             lsoa; msoa; country residence; place residence; mailing city; mailing county; state \
             province; postcode district; outcode; local connection; prior residence; living \
             situation; night before; la inferred; address type; address search; layear",
    ),
    Concept::new(
        "next of kin and family",
        &[NextOfKin],
        "next kin; emergency contact; emergency contact name; emergency contact phone; kin; \
             mother name; father name; parent name; guardian; guardian name; spouse name; \
             partner name; sibling; relative; significant other; nok; dependant; family member; \
             parent guardian; carer name; nearest relative",
    )
    .direct(),
    Concept::new(
        "who somebody is, without a name",
        &[Demographic],
        "height; weight; hair colour; haircolour; haircolor; hair length; eye colour; \
             complexion; build; facial hair; tattoo; birth place; served hm force; age; age \
             band; age group; age range; sex; gender; male; female; man; woman; non binary; \
             nonbinary; transgender; trans; trans status; trans history; gender identity; gender \
             description; gender reassignment; gender same sex; gender same as sex; sex at \
             birth; sex registered birth; sex registered at birth; sexrab; sexrab1; birth sex; \
             assigned sex; pronoun; intersex; gender none; other gender; different identity; \
             culturally specific; culturally specific identity; questioning gender; two spirit; \
             nationality; national; citizenship; citizen; citizenship status; dual citizenship; \
             country birth; place birth; birth country; birthplace; country origin; home \
             country; immigration status; immigration; visa; visa status; visa type; requires \
             visa; right to work; leave to remain; indefinite leave; settled status; refugee; \
             refugee status; asylum; asylum seeker; recourse to public fund; nrpf; language; \
             first language; primary language; preferred language; interpreter; interpreter \
             required; english proficiency; marital status; marital; civil union; civil \
             partnership; married; relationship status; household type; household composition; \
             household member; household size; family size; family type; number children; \
             dependent child; hhmemb; hhtype; totchild; totelder; totadult; hholdcount; \
             relationship to lead tenant; relat; relat2; relationship; relationship to head \
             household; veteran; veteran status; armed forces; armedforces; armed force; \
             military; military service; military background; military branch; leftreg; \
             reservist; hhregres; discharge status; deceased; date deceased; date death; death \
             date; deceased date; person 2; person known; details known; care leaver; parental \
             status; lone parent; young carer; is carer; unaccompanied youth; culture; cultural \
             identity; relationship to lead; retirement; partner lead tenant; multiple partner",
    ),
    Concept::new(
        "care and support",
        &[SupportNeeds],
        "quality life; literacy; budgeting; assessment date; assessment score; intervention \
             offered; priority support; support need; support plan; support level; support type; \
             support worker need; support provided; support goal; outcome star; care support; \
             client group; cligrp; cligrp1; cligrp2; vulnerability; vulnerable; vulnerable \
             adult; needs assessment; goal; personal goal; action plan; needstype; wellbeing; \
             well being; chronically homeless; chronic homeless; bereavement; foster care; \
             children home; looked after; in care; life skill; floating support; crisis plan; \
             vispdat; vi spdat; vulnerability index; care leaver support; housing need; target \
             population; primary need",
    ),
    Concept::new(
        "risk and warnings",
        &[RiskAndWarning],
        "risk; risk level; risk assessment; risk score; risk category; risk flag; warning; \
             warning marker; caution; caution register; potentially violent; violent; violence; \
             aggression; aggressive; do not visit alone; staff safety; danger; hazard; incident; \
             incident report; incident type; banned; barring; exclusion; risk to other; risk to \
             staff; two person visit; lone working; alert marker",
    )
    .unless("financial; credit; fire; project; business; donor; attrition; batch; error"),
    Concept::new(
        "abuse of or danger to a person, without saying an offence was theirs",
        &[Safeguarding, RiskAndWarning],
        "verbal assault; verbal abuse; domestic abuse; domestic violence; domestic violence \
             victim; domestic violence survivor; dv survivor; dv; intimate partner violence; \
             fleeing; currently fleeing; fleeing domestic violence; fleeing violence; domestic; \
             abuse; abused; sexual abuse; physical abuse; emotional abuse; financial abuse; \
             sexual assault; sexual violence; rape; child abuse; neglect; exploitation; sexual \
             exploitation; child sexual exploitation; cse; cce; trafficking; human trafficking; \
             trafficked; modern slavery; forced marriage; honour based violence; fgm; female \
             genital mutilation; victim; victim crime; crime victim; asb victim; victim asb; \
             victim anti social behaviour; victim assault; assault victim; victim arson; victim \
             robbery; victim burglary; criminal exploitation; child criminal exploitation; \
             sexually exploited; sexually abused; survivor; hate crime; racial harassment; hate \
             incident; harassment; stalking; marac; refuge; women refuge; coercion; grooming; \
             county line; forced labour; workplace violence threat; workplace promise \
             difference; coerced to continue work; labour exploitation trafficking; missing \
             person; missing from care",
    )
    .sub_kind("victim")
    .unless("provider; marketing"),
    Concept::new(
        "safeguarding",
        &[Safeguarding],
        "self neglect; safeguarding; safeguarding concern; safeguarding referral; child \
             protection; child protection plan; adult protection; section 47; section 42; lado; \
             child in need; child welfare; dash; at risk harm; cause for concern",
    ),
    Concept::new(
        "the home and the tenancy",
        &[HousingAndTenancy],
        "sale completion; outright sale; shared ownership; resale; exchange contract; handover \
             date; practical completion; help to buy; prp; buyer company; duty owed; relief \
             duty; prevention duty; duty to refer; priority need; slept rough; abandoned; \
             abandonment; succession; arrival date; entrance date; tenancy; tenancy type; \
             tenancy start; tenancy end; tenancylength; tenancyother; startertenancy; starter \
             tenancy; joint tenancy; joint; tenure; prevten; prevtenbuy; previous tenure; \
             letting; letting type; lettype; renewal; rent type; renttype; homeless; \
             homelessness; homelessness status; rough sleeping; rough sleeper; eviction; \
             evicted; void date; voiddate; vacdays; vacant; rsnvac; unitletas; sheltered; \
             shelter; last settled home; settled home; housing register; waiting list; waityear; \
             reasonable preference; reasonpref; rp homeless; rp insan unsat; rp hardship; rp \
             dontknow; choice based letting; cbl; cap; chr; accessible register; letting \
             allocation; household immediately; housing status; destination; move in date; \
             housing move in date; residential move in date; length of stay; intended stay; room \
             number; bedroom number; placement; notice served; reason for leaving; leaving \
             reason; reasonother; new letting; lar; london affordable rent; irproduct; \
             intermediate rent; housing history; staircase; ownership scheme; soctenant; \
             buylivein; live property; lanomagr; right to buy; overcrowding; overcrowded; \
             temporary accommodation; possession; times homeless; months homeless",
    ),
    Concept::new(
        "money",
        &[BenefitsAndFinance],
        "purchase price; extra borrowing; borrowing; cash discount; percentage discount; social \
             homebuy; jobseeker allowance; jsa; student loan; income; earning; earnings; \
             incfreq; incref; net income; salary; wage; benefit; benefits; housing benefit; hb; \
             universal credit; welfare; pension; state pension; hbrentshortfall; tshortfall; \
             wtshortfall; rent; brent; wrent; weekly rent; basic rent; tcharge; wtcharge; \
             scharge; wscharge; pscharge; wpschrge; supcharg; wsupchrg; chcharge; wchchrg; \
             service charge; support charge; rent arrears; arrears; debt; bank account; account \
             number bank; sort code; iban; bank; card number; credit score; savings; mortgage; \
             deposit; child maintenance; council tax; budget; food stamp; snap; tanf; wic; ssi; \
             unemployment insurance; medicaid; medicare; schip; earned income; child support; \
             alimony; general assistance; household charge; nocharge; outstanding amount; \
             shortfall; donation; gift aid; payment; free school meal; financial aid; pay; tax \
             code; personal allowance; insurance",
    ),
    Concept::new(
        "education and work",
        &[EducationAndWork],
        "employment; employment status; employed; employer; job title; occupation; ecstat; \
             ecstat1; working situation; working status; economic status; unemployed; school; \
             school name; education; education level; qualification; grade; gpa; course; \
             training; last grade completed; school status; degree; college; university; \
             attendance; neet; apprenticeship; exam; exam result; degree type; major; looking \
             for work; skills",
    )
    .unless(""),
    Concept::new(
        "complaints and feedback",
        &[Complaint],
        "complaint; complainant; grievance; feedback; compliment; ombudsman; appeal",
    ),
    Concept::new(
        "camera recordings",
        &[Cctv],
        "cctv; camera footage; video footage; body worn video",
    )
    .direct(),
    Concept::new(
        "staff and volunteers",
        &[Staff],
        "created by; updated by; last modified by; modified by; assigned to; amended by; owner \
             name; key worker; keyworker; caseworker; case worker; case manager; support worker; \
             staff; staff name; staff member; employee; line manager; manager name; social \
             worker; social worker name; volunteer; volunteer name; assessor; recorded by; \
             entered by; interviewer; user log; user created log; dpo; data protection officer; \
             duty officer; user email",
    )
    .direct()
    .unless("headcount; count"),
    Concept::new(
        "contact sheets and appointments",
        &[ContactRecord],
        "contact sheet; contact note; appointment; appointment date; meeting; meeting date; case \
             note; case notes; interview date; visit date; last contact; last contact date; \
             session date; call note; encounter; progress note; visit note; interview",
    ),
    Concept::new(
        "whose patient somebody is, as nearly everybody is of somebody",
        &[AgencyAndReferral],
        "gp; gp practice; gp prac; gp surgery; gp name; gp phone; gp telephone; gp contact; gp \
             address; gp email; gp postcode; gp fax; gp detail; gp code; gp practice code; \
             practice code gp; name of gp; name gp; contact number gp; registered gp; registered \
             with gp; gp registered; gp registration; general practitioner; general practice; \
             general medical practice; gmp; gmp code; gmp registration; doctor surgery; doctor \
             name; doctor phone; doctor telephone; doctor address; doctor email; doctor contact; \
             family doctor; family physician; primary care physician; primary care doctor; \
             primary care provider; pcp; pcp name; pcp phone; physician name; physician phone; \
             dentist; dentist name; dentist phone; pharmacy name; pharmacy phone; pharmacy \
             address; preferred pharmacy",
    ),
    Concept::new(
        "agencies and referrals",
        &[AgencyAndReferral],
        "referral; referral source; source referral; referrer; referred by; referring agency; \
             referring organisation; referral date; referral reason; referral type; referral \
             noms; referral org; referral register; agency; partner agency; lead agency; multi \
             agency; signposted; social services; external agency; professional involved",
    ),
    Concept::new(
        "a building or a scheme",
        &[Premises],
        "property type; proptype; builtype; building type; type building; type unit; unittype; \
             unittype gn; wchair; beds; bedroom; number bedrooms; building; scheme; schtype; \
             scheme code; location; location code; site; newprop; premises; major repair; \
             majorrepairs; mrcdate; housing stock; carehome; is carehome; care home; \
             accessibility disability; accessibility; buildheightclass; unit of location; \
             mobility standard; mobstand; reghome; property; facility; venue; room type; bed \
             inventory; care standards act",
    )
    .identifies_nobody(),
    Concept::new(
        "the record and not the person",
        &[Administrative],
        "received date; completed date; source name; source system; admin; apex; created at; \
             created date; createddate; updated at; update date; uploaddate; date created; date \
             updated; date deleted; last modified date; status log; status of log; record type; \
             creation method; collection start year; collection period; bulk upload; bulk upload \
             id; duplicate; duplicate set; duplicateset; export id; value check; soft \
             validation; data quality; system modstamp; is deleted; error; stack trace; batch; \
             version; external id; import status; last sync; sort order; log status; time stamp; \
             timestamp; privacy notice; declaration; privacynotice; noint; internal value; \
             owning organisation; managing organisation; organisation; organisation name; \
             organisation id; created time; status; discarded at; refused; consent date; consent \
             given",
    )
    .identifies_nobody(),
    Concept::new(
        "who looks after a child",
        &[NextOfKin],
        "custodial parent; custodial relationship; non custodial parent; noncustodial parent; \
             custodial guardian; custody agreement; parental custody; shared custody; full \
             custody; child custody; custody child; custody children; custody arrangement; legal \
             custody; joint custody; sole custody; physical custody",
    ),
    Concept::new(
        "leave to stay in the country",
        &[Demographic],
        "immigration detention; immigration detention centre",
    ),
    Concept::new("a school's discipline", &[EducationAndWork], "school detention"),
    Concept::new(
        "a job on trial",
        &[EducationAndWork, Staff],
        "probation period; probation period end; probation period end date; employment \
             probation; probation review; probation review date; probation pass; probation \
             passed; probation length; probation month; probation completed; probation complete \
             date; probationary period; probationary; staff probation; job probation; probation \
             extended; probation meeting; probation confirmation date; disciplinary hearing; \
             grievance hearing",
    ),
    Concept::new(
        "a licence to drive",
        &[Identity],
        "driving licence; driver licence; drivers licence",
    ),
    Concept::new(
        "training",
        &[EducationAndWork],
        "mental health first aid; mental health first aider; first aid; first aider",
    ),
    Concept::new(
        "an appointment that was missed",
        &[ContactRecord],
        "dna appointment; appointment dna; dna reason; dna letter; dna date; dna status",
    ),
    Concept::new("savings", &[BenefitsAndFinance], "credit union"),
    Concept::new("being a student", &[EducationAndWork], "student union; students union"),
    Concept::new(
        "gifts and members",
        &[BenefitsAndFinance],
        "donor; donor level; gift; soft credit; tribute; membership; member level; pledge; \
             legacy; recurring donation; grant; sponsorship; fundraising; installment; \
             instalment; wealth score; equity; mortgage lender",
    ),
    Concept::new(
        "leave that was given",
        &[Administrative],
        "consent; opt in; opt out; privacy notice",
    )
    .identifies_nobody(),
    // Values.
    Concept::new(
        "leave to stay in the country",
        &[Demographic, Safeguarding],
        "refugee; left home country as refugee; asylum support; home office asylum support; \
             refugee accommodation; asylum seeker; host family refugee accommodation",
    )
    .in_values_only(),
    Concept::new(
        "being in the care of a local authority",
        &[SupportNeeds, Safeguarding],
        "children home foster care; child home foster care; leaving care; young people leaving \
             care; foster care",
    )
    .in_values_only(),
];
