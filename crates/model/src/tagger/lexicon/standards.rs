//! The words and shortenings of published standards: the NHS data sets, the children's returns, HMIS,
//! the probation instruments, FHIR and OMOP (SC-01, SC-07).

use super::Concept;
use crate::Category::{CriminalOffence, Health, SexLife};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "mental health care, in the words of the NHS data sets",
        &[Health],
        "mh; mhs; smh; mh act; mh leave; mh trial leave; mh abs; absence without leave mh; comm \
             treat ord; comm treat order; community treatment order; cto; cond disch mh; \
             conditional discharge mh; abs disch; resp clinician; resp clin; responsible \
             clinician; imca; imha; mental cat; place of safety; restrictive int; restrictive \
             intervention; restraint injury; physical restraint; chemical restraint; seclusion; \
             psych presc; psych treat; emer psych; man psych; pro psych; cpa review; cpa; end \
             date cpa; start date cpa; care programme approach review; mental health act; \
             detained mental; ld status; autism status; ther mode; therapy mode; psychiatry \
             liaison; liaison psychiatry; nearest relative mental; soad; approved clinician",
    )
    .sub_kind("mental-health")
    .sure()
    .unless(
        "mechanism; pricing; acquisition; cost; advertiser; marketing; campaign; manufacturer; \
             megahertz; clock; staff",
    ),
    Concept::new(
        "care, in the words of the NHS data sets",
        &[Health],
        "prim diag; primary diag; sec diag; secondary diag; prev diag; coded diag; diag; diag \
             code; prov diag; provisional diag; coded finding; coded procedure; coded \
             observation; obs value; ass tool type; coded assessment tool; person score; code \
             find; code obs; code proc; finding code; int enabled ther; enabled ther; internet \
             enabled therapy; blood spot; coded ass; pers score; coded score; scored \
             assessment; ward stay; ward code; ward admission; ward transfer; admitted patient; \
             date admission; datetime admission; date time admission; datetime discharge; \
             hospital spell; treat func; treatment function; refer to treat; refer to treatment; \
             decision to treat; gms; care coord; ass care coord; disab; \
             disab code; disab impac; ass tech; assistive tech; fit note; fit notes; med3; \
             emed3; med hist; presenting complaint; clinical priority; clinical intervention; \
             patient condition; patient pathway status; care plan type; cds type diagnosis; hrg; \
             acuity; triage; triage category; chief complaint code; emergency care; emergency \
             attendance; accident and emergency; aae; body site; codeable; clinical status; ed \
             attendance; e visit; e attendance; e department; e admission; admitted to hospital; \
             length stay hospital; bed occupancy reason; discharge ready; medically fit; \
             clinically ready; delayed transfer; transfer of care reason; maternal outcome; \
             neonatal; newborn screening; newborn test; newborn health; pregnancy outcome; \
             pregnancy previous; delivery method code; delivery outcome; delivery mode; stage of \
             labour; labour time; lmp; pdd; iugr; home birth; premature birth; preterm; \
             dystocia; forceps; ventouse; episiotomy; meconium; menopausal; pap test; pap smear; \
             vasa previa; placenta; placentae; placentation; puerperium; uterine contraction; \
             rupture of membranes; previous births; monozygotic; cephalic; reanimation; \
             resuscitation; intubation; intubated; hydramnios; daily living; daily living \
             assistance; dnr; dnr status; dnacpr status; do not resuscitate; communication and \
             language requirement; language requirement bsl; vdrl; chagas; bilirubin; \
             billirubin; heel prick; personal care need; medical equipment; method of delivery; \
             onset of labour; labour onset; onset labour delivery; induction of labour; live \
             births; caesareans; mother medical; antenatal appointment; booking appointment \
             antenatal; screening test; newborn hearing; newborn blood spot; feeding method; \
             breastmilk; breast milk; first feed; skin to skin; immunisation status; health \
             visiting; health review; child health; health promotion; nhs outpatient; nhs \
             admitted; nhs e; outpatient visit; health expenditure; healthcare expenditure; \
             hospital time; patient problem",
    )
    .sub_kind("medical-care")
    .unless("database; software; vehicle; facility; equipment; index"),
    Concept::new(
        "the birth of a child to somebody in care of a midwife",
        &[Health],
        "delivery; delivered; birth outcome",
    )
    .sub_kind("pregnancy")
    .needs(
        "pregnancy; maternal; maternity; mother; antenatal; obstetric; gestational; birth; \
             foetal; fetal; neonatal; midwife; participant; postpartum; study",
    ),
    Concept::new(
        "a child's health, in the words of the children's returns",
        &[Health],
        "health check; teeth check; health assessment; sdq reason; dental check up; substance \
             misuse intervention; intervention received; intervention offered",
    )
    .needs("oc; oc2; substance; looked; cla; sdq; s903; 903; teeth; immunisation"),
    Concept::new(
        "days lost to sickness",
        &[Health],
        "working days lost; day lost sickness; reason absence; absence reason; reason for \
             absence; absence category; sickness reason; sickness day; sick day; sick leave \
             balance",
    )
    .needs("worker; staff; employee; sickness; sick; hr; payroll; workforce")
    .unless("school; pupil; student; attendance; ticket"),
    Concept::new(
        "the instruments of probation",
        &[CriminalOffence],
        "ogrs; ogrs3; ogrs4; ogp; ovp; ovp risk; osp; osp cdc; osp iic; opd; rsr; rsr \
             percentage; snsv; oasys score; sara score; risk matrix 2000; roshr; rosh; rosh \
             level; rosh summary; pro criminal; pro criminal attitude; procriminal; offence \
             related; offending activity; regular offending; criminogenic; criminogenic need; \
             compas; compas score; compas screening; lsi r; lsi; static 99; orna; recid; \
             recidivist; is recid; reconvicted; rearrested; technical violation; juv fel; juv \
             misd; juv other; fel count; misd count; prior count; priors count; prior \
             conviction; prior offence; prior arrest; juvenile felony; charge degree; charge \
             desc; charge disposition; rec supervision; recommended supervision; supervision \
             level text; two year recid; violent recid; nomis event; nomis booking; prison \
             number; prisoner movement; hostage taker; hostage; escape pack; escape risk; e \
             risk; escape list; conceal weapon; conceals weapon; carries weapon; uses weapon; \
             conceal drug; conceals drug; substance supply; drug supply; supplying drug; drug \
             dealing; rule 45; category a prisoner; controlled unlock; codefendant; co \
             defendant; loss of liberty; index offence date; tier probation; unpaid work \
             requirement",
    )
    .sure()
    .unless("marketing"),
    Concept::new(
        "dates and places of a sentence",
        &[CriminalOffence],
        "automatic release date; automatic release; conditional release date; date actual \
             release; actual release date; home detention curfew; home detn curfew; non parole \
             date; parole eligibility; sentence expiry; licence requires release; sara; rm2000; \
             rm 2000; pris number; security category prisoner; detention status; detention \
             reason; legal history; post sentence supervision; charge pending",
    )
    .sure()
    .unless("child; school; immigration; clinical"),
    Concept::new(
        "dates and places of a sentence",
        &[CriminalOffence],
        "session date; commitment date; committal date; licence expiry; licence require release; \
             reception date; release date; recall; recall date; resettlement plan; security \
             category; cell location; tier; tier level; appeal pending; appeal; lic elig; \
             licence eligibility; sent plan; sentence plan; post sent supv; prob number; ident \
             persist; persistent offender; recommended dep; deportation recommended; psr; \
             integrated om",
    )
    .needs(
        "oasys; bcs; offender; prison; prisoner; inmate; custody; nomis; delius; probation; \
             parole; crime; court",
    )
    .unless("staff; officer"),
    Concept::new(
        "the court's part in somebody's case",
        &[CriminalOffence],
        "decile score; v decile score; score text; v score text; raw score; case number charge; \
             c case number; r case number; vr case number; c day from compas; days from compas; \
             legal status; custody status; supervision",
    )
    .needs("compas; recid; recidivism; custody; offender; oasys; inmate; defendant; arrest"),
    Concept::new(
        "what was observed of a patient",
        &[Health],
        "value quantity; value codeable concept; value ratio; value range; value sampled; \
             interpretation",
    )
    .sub_kind("medical-care")
    .needs("observation; measurement; specimen; patient"),
    Concept::new(
        "what was measured of a patient",
        &[Health],
        "value as number; value as concept; value source; range low; range high; measurement \
             concept; measurement source",
    )
    .sub_kind("medical-care")
    .needs("measurement; specimen; patient"),
    Concept::new(
        "care, in the words of the OMOP model",
        &[Health],
        "condition concept; condition source; condition start; condition end; condition status; \
             condition type; condition era; condition occurrence; procedure concept; procedure \
             source; procedure date; procedure datetime; procedure end; procedure type; \
             procedure occurrence; drug concept; drug source; route concept; route source; \
             device concept; device source; device type; device exposure; specimen concept; \
             specimen type; specimen source; anatomic site; disease status",
    )
    .sub_kind("medical-care")
    .needs("occurrence; era; concept; exposure; specimen; patient"),
    Concept::new(
        "why somebody is cared for",
        &[Health],
        "main specialty; reason concept; purpose concept; outcome concept; speciality concept; \
             specialty concept; triage start; triage end; arrival date; admission reason; reason \
             for admission; attendance reason; reason for attendance; clinical outcome; \
             discharge outcome",
    )
    .sub_kind("medical-care")
    .needs(
        "consultation; admission; attendance; emergency; hospital; inpatient; outpatient; \
             clinic; ward; care; episode",
    )
    .unless(
        "school; prison; custody; college; university; event; supervision; practitioner; \
             provider; staff; offender; church; member; inmate",
    ),
    Concept::new(
        "leave from a ward",
        &[Health],
        "home leave; leave of absence; absence without leave; escorted leave; unescorted leave; \
             trial leave; section 17 leave; legal status code; legal status class; legal status; \
             cond disch; conditional discharge",
    )
    .sub_kind("mental-health")
    .needs("mhs; mh; ward; mental; psychiatric"),
    Concept::new(
        "custody, sentence or supervision, whoever is in it",
        &[CriminalOffence],
        "incarcerated; incarceration; imprisoned; served time; serve time; time in jail; time in \
             prison; jail or prison; in jail; in prison; formerly incarcerated; correctional \
             institution; correctional level; custodial authority; supervision level; \
             supervision type; release supervised; supervised release; prison work; pris work; \
             charged offence; charge filed; charges filed; primary charge; top charge; charge \
             version; charge disposed; disposition charged; disposition date; charged chapter; \
             charged act; charged section; charged class; disposition aoic; property crime; \
             crime against person; fire setting; firesetting; person searched; citation issued; \
             judge name court; probation end; probation until; electronic monitoring device; \
             culpability; crimtype; crime committed",
    )
    .unless(
        "clinical; staff; employee; pupil; trainee; counsellor; customer; payment; card; \
             battery; estate",
    ),
    Concept::new(
        "learning disability, as probation assesses it",
        &[Health],
        "ldc; ldc score; ldc message; learning disabilities and challenges",
    )
    .sub_kind("disability")
    .needs("assessment; ogr; oasys; pni; offender; screening; risk"),
    Concept::new(
        "interests that made an offence",
        &[CriminalOffence, SexLife],
        "offence related sexual; offence related sexual interest; sexual preoccupation offence; \
             deviant sexual interest",
    )
    .sure(),
    Concept::new(
        "sex life",
        &[SexLife],
        "sexual preoccupation; sexual pre occupation; sexual practices; sex oral; sex anal; oral \
             sex; anal sex; prostitute; sex with prostitute; first sexual encounter; age first \
             intercourse; number sexual partner; sexual debut; multiple sexual partner; condom; \
             condom used; transactional",
    )
    .unless("email; database; sms; message"),
    Concept::new(
        "a person's limits in day-to-day life",
        &[Health],
        "limited a lot; limited a little; limited lot; limited little; not limited; no \
             condition; number limited; day to day activities limited; activities limited; \
             activity limitation; lasting condition; health general; general health; self rated \
             health; health in general; long lasting condition; lastcond; lstill; limitl; \
             longill; disability benefit; disabled child; disabled children; disabled member; \
             disability deprivation; deprivation health; washington group; difficulty seeing; \
             difficulty hearing; difficulty walking; difficulty remembering; difficulty self \
             care; difficulty communicating; dla; dla sc; dla self care; dla mobility; pip dl; \
             pip daily living; middle rate dla",
    )
    .sub_kind("disability")
    .sure()
    .unless("entry; amount; company; edition; api; liability"),
];
