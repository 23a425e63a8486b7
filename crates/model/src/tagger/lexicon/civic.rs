//! Elections and causes, bodies as keys, insurance, and the papers of a protective order (SC-01, SC-07).

use super::Concept;
use crate::Category::{
    BenefitsAndFinance, Biometric, CriminalOffence, Demographic, Health, PoliticalOpinions,
    ReligiousOrPhilosophicalBeliefs, TradeUnionMembership,
};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "political opinions",
        &[PoliticalOpinions],
        "ideology; ideological; ideology score; political ideology; party propensity; party \
             score; party support score; partisan lean; partisan propensity; democratic party; \
             republican party; democrat; republican; green party; reform party; party \
             preference; party identification; party id strength; party of registration; \
             previous party; party voted; party ballot; party primary; party supporter; party \
             donor; political donor; political donation made; political contribution; political \
             activism; political activist; political activity; activist; left wing; right wing; \
             liberal conservative; left right scale; political spectrum; political cause; \
             political interest; political alignment; yard sign; lawn sign; window poster \
             party; issue position; issue stance; policy preference; policy position; abortion \
             right; gun control; gun right; gun policy; climate action; climate policy; \
             healthcare reform; health care reform; immigration reform; immigration policy \
             view; tax policy; education funding; death penalty view; eu referendum; brexit; \
             pro life; pro choice; protest attendance; protest participation; canvass result; \
             canvass response; canvas result; voting preference; vote choice; ballot choice; \
             voted party; candidate support; candidate preference; candidate supported; \
             suffragist; dissident; political prisoner; political persecution",
    )
    .sure()
    .unless("map; boundary; region; subdivision; office; officer; exposed"),
    Concept::new(
        "political opinions",
        &[PoliticalOpinions],
        "party; issue; support level; support score; supporter; support; opinion; leaning; choice; \
             volunteer status; volunteer",
    )
    .faint()
    .needs("voter; canvass; canvassing; elector; ballot; ideology")
    .unless("third; size; turnout; registration; location; station; hall; id"),
    // That somebody may vote, or did, is not for whom.
    Concept::new(
        "a place on the electoral roll",
        &[Demographic],
        "voter id; voter registration; voter registration number; voter number; state voter id; \
             voter status; registered voter; registered to vote; electoral roll; electoral \
             register; electoral number; turnout; vote method; voting method; absentee ballot; \
             postal vote; postal ballot; proxy vote; ballot request; absentee ballot request; \
             polling station; polling place; voting precinct; vote history; voting history; will \
             vote; eligible to vote; vote count; voter card; electoral card",
    ),
    Concept::new(
        "biometric data",
        &[Biometric],
        "finger print data; finger template; finger data; finger data hash; finger primary; finger \
             secondary; finger scan; finger image; finger minutiae; minutiae; fingerprint image; \
             fingerprint data; fingerprint scan; left thumb template; right thumb template; \
             thumb print; thumbprint; thumb template; thumb impression; retina; retina scan \
             data; retina data; iris; iris code; iris image; iris data; face data template; \
             biometric template; biometric hash; biometric image; biometric sample; biometric \
             score; ear print; vein pattern; vein template; palm template; palm scan; dactyloscopic; \
             faceid template; liveness template; keystroke dynamic; typing biometric",
    )
    .direct()
    .sure()
    .unless("device; browser; ssh; certificate; request; flower; dataset; position; eye; exam"),
    Concept::neutral(
        "biometric residence permit; biometric permit; biometric passport; biometric card number; \
             biometric enabled; biometric login; biometric unlock; biometric consent text",
    ),
    Concept::new(
        "trade union membership",
        &[TradeUnionMembership],
        "strike benefit; strike pay; strike fund; union contract; union member or covered; covered \
             by union; union dues; union levy; union card; bargaining unit; collective bargaining \
             unit; industrial action; took part in strike; union join date; union start date; union \
             grade; union rate; unionised; unionized; check off union; union workplace rep",
    )
    .sure()
    .unless("credit; student; european; western; youth; civil"),
    Concept::new(
        "insurance, which says nothing of anybody's health",
        &[BenefitsAndFinance],
        "health insurance; healthcare insurance; health care insurance; medical insurance; dental \
             insurance; vision insurance; health coverage; health care coverage; healthcare coverage; healthcare expense; health care \
             expense; health insurance coverage; health \
             cover; health plan; health insurance plan; health insurance premium; health \
             insurance number; health insurance provider; health insurance company; medical aid \
             scheme; medical scheme number; health saving; health saving account; health \
             benefit; health reimbursement arrangement; health service coverage; medical \
             coverage; private healthcare insurance; private health insurance; medical leave \
             benefit; paid family and medical leave; family medical leave; worker compensation \
             class; worker compensation code; worker compensation classification; workers \
             compensation classification; medical plan; dental plan; health deduction",
    ),
    Concept::new(
        "political opinions",
        &[PoliticalOpinions],
        "inferred party; inferred support; inferred support level; support probability score; \
             voter support score; presidential approval; approval of president; approval president; \
             approval prime minister; pres appr; president approval; job approval president; \
             leader approval; approval sitting president; left right placement; left right scale; \
             party voted; party closest; feel closer party; party affiliation code; labour leader; conservative leader; liberal leader; liberal democrat \
             leader; party leader rating; attitude toward european integration; european \
             integration; political attitude; national economic condition; evaluation of party; \
             handling by government; government handling",
    )
    .sure(),
    Concept::new(
        "trade union membership",
        &[TradeUnionMembership],
        "shop steward; union steward; steward assignment; workplace representative union; union \
             learning rep",
    )
    .sure(),
    Concept::new(
        "somebody against whom an order is sought or made",
        &[CriminalOffence],
        "restrained person; restrained party; restrained person name; person restrained; person to \
             be restrained; respondent arrested; respondent arrest; order against respondent; \
             order against; other orders; other order; prior restraining order; existing \
             restraining order; restraint order; stay away order; peace bond; emergency \
             protective order; temporary restraining order; tro; ex parte order; injunction \
             against; respondent weapon; respondent firearm; firearm surrender; surrender \
             firearm; surrender of firearm; relinquish firearm; abuser name; abuser arrested; \
             batterer; batterer programme; batterer intervention; name of abuser",
    )
    .needs(
        "restrained; restraining; restraint; protective; protection; respondent; dv; violence; abuse; \
             injunction; abuser; batterer; petitioner; dv100; peace; tro",
    )
    .unless(
        "purchase; sale; product; work; cart; delivery; race; ethnicity; age; gender; dob; address; \
             height; weight; hair; eye; phone; relationship",
    ),
    Concept::new(
        "somebody against whom an order is sought or made",
        &[CriminalOffence],
        "respondent; respondent id; respondent name; alleged abuser; abuser; restrained",
    )
    .needs("petitioner; protective; restraining; dv; abuser; injunction; victimization; victim")
    .unless("survey; questionnaire; interview; race; age; gender; dob; address; height; weight"),
    Concept::new(
        "membership of a religious body",
        &[ReligiousOrPhilosophicalBeliefs],
        "religious exemption; religious order; religious community; religious vow; \
             elder church; profession of faith; excommunicated; excommunication; church \
             discipline; church office; church role; church group; church small group; bible class; \
             sunday school; altar server; choir church; faith community",
    )
    .unless("address; street; phone; email; organisation; employer; hospital"),
    Concept::new(
        "medical spending",
        &[Health],
        "imaging expense; imaging cost; urgent care; urgent care expense; lab expense; scan cost; \
             inpatient expense; outpatient expense; physician expense; drug cost patient; \
             nutritional risk; at nutritional risk; infant feeding; feeding category; functional \
             need; functional limitation; severity of illness; presenting problem clinical",
    ),
];
