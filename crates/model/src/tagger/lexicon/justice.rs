//! What a record of police, courts, prisons and probation says. Words that are plain elsewhere count
//! beside a word of those services only (SC-07, SC-08).

use super::Concept;
use crate::Category::{CriminalOffence, Health, RiskAndWarning};

/// Words that show a record of police, courts, prisons or probation.
pub(super) const SERVICES: &str = "offender; prison; prisoner; jail; inmate; probation; \
             probationer; parole; custody; custodial; convicted; conviction; arrest; arrested; \
             defendant; detainee; sentence; sentenced; hmp; hmpps; oasys; nomis; suspect; \
             arrestee; imprisonment; police; remand; warrant; bail; accused; arraignment";

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "surety; surety amount; rearrest; rearrested; re arrest; rearrest date; arraignment; \
             arraigned; pretrial; pre trial detention; pretrial release; failure to appear; ipc \
             section; bns section; section charged; sections charged; penal code; cell sharing; \
             cell sharing risk; cell sharing risk assessment; csra; release temporary licence; \
             temporary licence; time served; days served; incarcerate; incarceration history; \
             absconding; abscond; absconded; escape risk; escape list; escape attempt; escort \
             record; person escort record; limited access offender; lao indicator; lao flag; \
             non parole; indeterminate sentence; determinate sentence; extended \
             sentence; life sentence; imprisonment public protection; sentenced date; post \
             recall; recall decision; curfew date; curfew condition; licence breach; breach of \
             licence; breach of order; breach order; order breached; breach proceeding; \
             enforcement breach probation; unpaid work hour; payback hour; accredited programme; \
             sentence adjustment; licence supervision; post sentence supervision; prison term; \
             cell number prison; detained under; community supervision; home leave prison; \
             deportation order; foreign national offender; proven adjudication; prison \
             adjudication; tornado; segregation unit; category a prisoner; restricted status \
             prisoner; secure training order; intensive supervision; topup supervision; top up \
             supervision; supervision requirement; offending related",
    )
    .unless("employee; employment; staff; document; child; family; product; text; visitor"),
    Concept::new("custody, sentence or supervision", &[CriminalOffence], "appellant")
        .needs("conviction; sentence; sentenced; crown; criminal; prison; offence; prosecution"),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "crc; acct; book number; booking id; booking no; tariff date; security category; \
             movement; movement type; last movement; licence expiry; licence expiry date; \
             licence start date; licence end date; licence type; expiry date licence; reception \
             date; additional day; adjudication; release; release date; confirmed release; \
             location description; incentive level; breach; in breach; fine; disposal; hearing \
             date; hearing outcome; charge date; charge type; nominal; wanted",
    )
    .needs(
        "offender; prison; prisoner; jail; inmate; probationer; convicted; defendant; \
             detainee; nomis; hmp; imprisonment; arrestee; custody; custodial; probation; \
             warrant; bail; accused; arraignment",
    )
    .unless(
        "record; marital; civil; employment; alert; address; phone; email; housing; \
             software; product",
    ),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "status; category; legal status; booking; release; tariff; cell; reception; regime; \
             escort; order; requirement; appeal; tag",
    )
    .whole()
    .needs("offender; prisoner; inmate; probationer; detainee; convict"),
    Concept::new(
        "a patient under a hospital order of a criminal court",
        &[CriminalOffence, Health],
        "restricted patient; hospital order; section 37; section 41; section 37 41; secure \
             hospital; forensic patient; forensic mental health; forensic psychiatric; \
             discharged hospital offender",
    ),
    Concept::new(
        "offences and convictions",
        &[CriminalOffence],
        "illegal activity; illegal drug manufacturing; illegal drug manufacture; illegal drug \
             production; illegal drug dealing; illegal purpose; illegal behaviour; illegal act; \
             illegal conduct; unlawful act; unlawful activity; unlawful possession; drug \
             manufacturing; drug manufacture; drug production; drug transaction; drug running; \
             cannabis cultivation; cannabis farm; cuckooing perpetrator; contraband; stolen \
             goods; handling stolen; frisked; frisk; handcuffed; strip search; strip searched; \
             summons; summonsed; summoned court; crime suspected; suspected crime; suspected \
             offence; suspicion of; prior criminal; known criminal; criminal association; \
             criminal associate; criminal network; previously convicted; no conviction; current \
             charge; conditional discharge; absolute discharge; community service order; driving \
             ban; driving disqualification; disqualified driver; banned from driving; driving \
             endorsement; licence points; points on licence; licence endorsement; released under \
             investigation; under investigation police; voluntary interview police; police \
             interview; charging decision; charge sheet; chargesheet; chargesheeted; sent to \
             court; court disposal; disposal type court; arrest summons; arrest warrant; warrant \
             executed; wanted person; most wanted; wanted by police; modus operandi; knife \
             carrying; carries knife; carrying knife; carry knife; knife possession; offensive \
             weapon; bladed article; weapon used; weapon found; weapon offence; weapon \
             suspicion; suspicion weapon; carry weapon; use weapon; carry use weapon; carry or \
             use weapon; carrying weapon; carries weapon; firearm offence; firearm possession; \
             gun crime; gun possession; assaulting police; assaulting; assault police; assaulted \
             police; assaulted staff; abusing animals; animal cruelty; hate offender; stalker; \
             fraudster; benefit fraud; fraud conviction; tax evasion; identity theft offender; \
             looting; rioting; affray; public order offence; breach peace; drunk disorderly; \
             drunk driver; drink driving; drug driving; hit run; speeding; traffic offence; \
             traffic violation; parking offence; gangs; gang activity; gang related; gang \
             nominal; organised crime; money mule; object of search; object search; object of \
             stop; prohibited item; possession with intent; indecent exposure; indecent image; \
             voyeurism; grooming offender; domestic abuse perpetrator; dv perpetrator; domestic \
             violence perpetrator; violent offender; visor; visor number; pnd number; custody \
             number; arrest number; fir number; nominal record; mug shot; bailiff warrant \
             offender; rehabilitation period conviction; dbs disclosure; enhanced disclosure; \
             standard disclosure; basic disclosure; enhanced check; disclosure check; criminal \
             clearance; criminal check; overseas police check; police certificate; certificate \
             good conduct; good conduct certificate; barred from working",
    )
    .unless(
        "victim; insurance; cover; budget; amount; money; point; total; cloud; supplier; \
             statistic; game; email",
    ),
    Concept::new(
        "illegal drugs, which are an offence and a habit",
        &[CriminalOffence, Health],
        "illegal drug; illegal drug use; illegal substance; illicit substance use offence; \
             illegal substance use; drug paraphernalia conviction",
    )
    .sub_kind("substance-misuse"),
    Concept::new("a warning", &[RiskAndWarning], "extremism; radicalisation; radicalised"),
    Concept::new("weapons that may be at hand", &[RiskAndWarning], "weapon; firearm; gun; knife"),
    Concept::new(
        "weapons that somebody carried",
        &[CriminalOffence, RiskAndWarning],
        "weapon; firearm; knife; pistol; rifle; gun",
    )
    .needs(
        "used; use; carry; carrying; carried; history; offence; found; conviction; \
             possession; suspect; suspected; violence",
    )
    .unless("victim; policy; game"),
];
