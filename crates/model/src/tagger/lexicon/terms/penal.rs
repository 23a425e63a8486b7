//! Offences, sentences, orders, custody, police and youth justice by the names they go by (SC-07, SC-08).

use super::super::Concept;
use crate::Category::CriminalOffence;

/// Words that show a record of offences: beside them a short or plain word has its penal meaning.
const PENAL: &str = "offender; prison; prisoner; probation; custody; police; crime; criminal; offence; \
             parole; inmate; mappa; oasys; nomis; delius; arrest; defendant; suspect; yot; bail; \
             conviction; convicted; jail; detainee; sentenced";

pub(in crate::tagger) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "an offence by its name",
        &[CriminalOffence],
        "infanticide; child destruction; attempted murder; death by dangerous driving; death \
             by careless driving; actual bodily harm; grievous bodily harm; bodily harm; common \
             assault; assault by beating; assault on emergency worker; assault on police; \
             assaulting a constable; assaulting police; assault constable; obstructing police; \
             obstruct constable; resisting arrest; resist arrest; threatening behaviour; \
             threatening words; public order; public order act; section 4a public order; affray; \
             breach of the peace; breach of peace; public nuisance; malicious communication; \
             revenge porn; cyberflashing; upskirting; extreme pornography; indecent photograph; \
             indecent assault; gross indecency; lewd conduct; lewd and libidinous; indecent \
             liberties; bestiality; incest; sodomy; statutory rape; fondling; sexual activity \
             with a child; sexual communication with a child; meeting following grooming; \
             familial sexual; controlling prostitution; brothel keeping; living on immoral \
             earnings; people trafficking offence; holding in servitude; forced labour offence; \
             cruelty to a child; child cruelty conviction; child neglect offence; abandoning a \
             child; assault with intent; armed robbery; pickpocketing; theft from person; theft \
             from shop; theft from vehicle; theft of vehicle; vehicle theft; motor vehicle theft; \
             bicycle theft; theft by employee; theft by finding; vehicle taking; aggravated \
             vehicle taking; vehicle interference; aggravated burglary; burglary dwelling; \
             domestic burglary; distraction burglary; home invasion; housebreaking; lockfast; \
             carjacking; car theft; joy riding; stolen goods; handling stolen goods; mail fraud; \
             wire fraud; insurance fraud offence; mortgage fraud; identity fraud offence; fraud \
             by false; false representation; false accounting; cheating the revenue; false \
             documents; false instrument; money laundering offence; racketeering; bribery \
             offence; misconduct in public office; embezzled; bad checks; fraudulent use; \
             counterfeit currency; jury tampering; witness intimidation; intimidating witness; \
             perverting course; obstruction of justice; obstructing justice; failing to \
             surrender; failure to surrender; fail to appear; absconded; escape from custody; \
             escape lawful custody; breach of order; breach of bail; breached bail; breach of \
             licence; breach of injunction; breach of restraining; breach of community order; \
             breach of non molestation; breach of sopo; breach of shpo; breach of probation; drug \
             possession; possession of drugs; possession of cannabis; possession of cocaine; \
             possession of heroin; possession of marijuana; possession of class; possession of a \
             controlled; possession controlled; possession with intent; possession paraphernalia; \
             pwits; supplying drugs; supply of drugs; supplying class; class a drugs; class b \
             drugs; production of cannabis; production of drugs; importing drugs; importation of \
             drugs; intent to supply; county lines; cuckooing perpetrator; knife possession; \
             possession of knife; possession of firearm; possession firearm; possession of \
             offensive weapon; offensive weapon; bladed article; pointed article; firearms \
             offence; weapons offence; weapon law; unlawful possession; unlicensed firearm; \
             excess alcohol; drink driver; drunk driver; drug driver; failing to provide \
             specimen; fail to provide specimen; specimen refused; driving without insurance; \
             driving without licence; driving otherwise; uninsured driving; failing to stop; fail \
             to stop after accident; causing death by; red light offence; speeding conviction; \
             fare evasion; ticket touting; fly tipping offence; dangerous dogs act; animal \
             cruelty; hare coursing; poaching offence; wildlife crime; racially aggravated; \
             religiously aggravated; homophobic offence; hate crime offender; reckless \
             endangerment; child endangerment; endangering life; culpable homicide; culpable and \
             reckless; reckless conduct; wilful fire raising; fire raising; malicious mischief; \
             malicious damage; criminal mischief; property damage offence; joint enterprise; \
             conspiracy to; conspiracy offence; aiding and abetting; aid and abet; accessory \
             after the fact; encouraging crime; simple assault; aggravated assault; deadly \
             weapon; assault deadly weapon; aggravated robbery; aggravated offence; felonious; \
             felony class; felony count; felony charge; misdemeanor count; misdemeanour count; \
             infraction offence; moving violation; liquor law; curfew violation; runaway offence; \
             status offence; disorderly behaviour; disorderly conduct; vagrancy; begging offence; \
             drunkenness offence; drunk in public; computer misuse; computer misuse act; hacking \
             offence; cyber crime; illegal entry; illegal entrant; immigration offence; \
             overstayer; overstaying; illegal working; war crime; genocide perpetrator; absent \
             without leave; terrorism act; encouraging terrorism; proscribed organisation; \
             treason; espionage; sedition; election offence; violent offending; sexual offending; \
             harmful sexual behaviour; stalking offence; harassment offence; fraud conviction; \
             fraud offence; theft offence; theft act; repeat offending; lifetime offending",
    )
    .unless(
        "victim; game; film; insurance; cover; statistic; prevention; alarm; compliance; \
             policy; training; suffered; detection; survivor; area; rate",
    ),
    Concept::new(
        "an offence, in a record of offences",
        &[CriminalOffence],
        "battery; rape; grooming; theft; assault; abandonment; graffiti; contempt; hacking; \
             piracy; desertion; mutiny; fleeing; menacing; uttering; reset; importation; \
             facilitation; conspiracy; attempt; accessory; drunkenness; poaching; section 18; \
             section 20; section 47; section 5; section 38; section 810; money laundering; fraud; \
             harassment; stalking; modern slavery; no insurance; forced labour; child neglect; \
             kidnap; weapon; firearm; explosive; vandalism; nuisance; speeding; damage; drug; \
             drugs; alcohol; cybercrime; corruption; counts; count; degree; severity; \
             disposition; arraignment; plea bargain; verdict; outcome; tariff; endorsement; fine; \
             caution; charged; charge; urn; recall; commutation; surety; bond type; bond amount; \
             trial date; trial outcome; release date; release type; execution date; prosecutor; \
             acct; segregated; delinquent; release plan; custodial",
    )
    .whole()
    .needs(
        "offender; prisoner; probation; criminal; offence; inmate; defendant; suspect; \
             conviction; convicted; arrest",
    )
    .unless("statistic; victim; witness; complaint; staff"),
    Concept::new(
        "a sentence, an order or a step of a case",
        &[CriminalOffence],
        "community service order; unpaid work; unpaid work hours; community payback; \
             community order; community sentence; suspended sentence; custodial sentence; non \
             custodial; life sentence; whole life; determinate sentence; extended determinate; \
             imprisonment; imprisonment for public; ipp sentence; minimum term; tariff expiry; \
             sopc; public protection; detention for public; rehabilitation activity; rar day; \
             drug rehabilitation requirement; alcohol treatment requirement; mental health \
             treatment requirement; mhtr; treatment requirement; curfew requirement; exclusion \
             requirement; residence requirement; unpaid work requirement; programme requirement; \
             gps tag; tagged offender; sobriety tag; electronic tag; electronic tagging; \
             electronically monitored; tag fitted; ankle monitor; ankle bracelet; curfew address; \
             curfew condition; conditional discharge; absolute discharge; bind over; bound over; \
             victim surcharge; compensation order; confiscation order; confiscation; proceeds of \
             crime; forfeiture order; deprivation order; driving disqualification; disqualified \
             from driving; disqualification period; driving ban; licence endorsement; hospital \
             direction; restriction order; interim hospital order; section 37 hospital; 37 41; \
             criminal behaviour order; behaviour order; civil injunction; closure order; \
             community protection notice; community protection warning; cpn notice; cpw; \
             dispersal order; dispersal notice; banning order; football banning; gang injunction; \
             knife crime prevention; serious violence reduction; serious crime prevention; scpo; \
             sexual harm prevention; sexual risk order; foreign travel order; notification \
             requirement sex; sex offenders register; sex offence register; sor registration; \
             domestic violence protection; domestic abuse protection; dvpo; dvpn; dapo; dapn; \
             stalking protection; spo order; slavery and trafficking prevention; stpo; tpim; \
             control order terrorism; deportation order; parenting order; reparation order; \
             reparation; referral order panel; action plan order; detention training; section 90; \
             section 91; section 250; youth conditional; community resolution; out of court; out \
             of court disposal; oocd; ooc disposal; penalty notice; penalty notice for disorder; \
             fixed penalty; cannabis warning; khat warning; simple caution; formal caution; \
             reprimand; postal requisition; summons; charge date; date charged; charging \
             decision; charge decision; indictment; indicted; arraigned; arraignment date; plea \
             date; plea entered; plea deal; plea agreement; not guilty; nolle prosequi; nolo \
             contendere; mistrial; hung jury; found guilty; verdict date; acquitted; case \
             dismissed; prosecution; prosecuted; district attorney; public defender; defence \
             solicitor; defence counsel; defense attorney; duty solicitor; fast delivery report; \
             pre sentence; psr requested; psr date; presentence; probation period; probation \
             length; probation start; probation end; probation term; on probation; licence \
             expiry; licence condition; licence recall; released on licence; release on licence; \
             on licence; recalled to custody; recalled to prison; recall reason; fixed term \
             recall; standard recall; early release; parole eligibility; parole review; parole \
             decision; paroled; time served; days served; jail days; jail time; sentence served; \
             good time; death row; death sentence; pardon; pardoned; clemency; expunged; \
             expungement; record sealed; sealed record; diversion programme; diversion from \
             prosecution; deferred prosecution; deferred sentence; structured deferred; fiscal \
             fine; drug treatment and testing; dtto; community payback order; restriction of \
             liberty; lifelong restriction; supervised release; work release; house arrest; home \
             confinement; home detention; peace bond; recognizance; bail bond; bail amount; bail \
             address; bail condition; bail status; bail type; on bail; police bail; remand; \
             remanded; on remand; remand status; pretrial; pretrial release; pre charge bail; \
             released under investigation; rui; docket number; cause number; criminal case; \
             criminal court; crown court; magistrates court; youth court; sheriff court; high \
             court of justiciary; circuit court; county criminal; juvenile court; drug court; \
             court appearance; court outcome; court disposal; court result; next court; next \
             court date; court fine; restitution; court cost owed; victim impact statement \
             offender",
    )
    .unless(
        "victim; insurance; product; software; contract; debt; rent; eviction; possession; \
             invoice; investment; share; property; asset; employee; staff; patent; tax",
    ),
    Concept::new(
        "custody, probation and their measures",
        &[CriminalOffence],
        "hm prison; hmp; hmpyoi; penitentiary; correctional; jail; jailed; county jail; state \
             prison; federal prison; open prison; prison leaver; prison release; prison job; \
             prison education; prison wage; prison transfer; prison visit; prison health; prison \
             pin; visiting order; official visit; cell location; cell share; cell search; cell \
             sharing; wing landing; vulnerable prisoner; vp wing; care and separation; \
             segregation unit; basic regime; iep scheme; adjudication charge; adjudication \
             hearing; adjudication outcome; control and restraint; escape list; escape risk; e \
             list; absconder; abscond risk; mandatory drug test; mandatory drug; foreign national \
             prisoner; foreign national offender; fnp status; fno status; early removal scheme; \
             young offender institution; yoi; secure training centre; secure childrens; secure \
             estate; borstal; juvenile hall; inmate id; inmate number; booking number; booking \
             date jail; jail id; doc number; bop number; register number inmate; custody level; \
             custody status; custody start; custody end; custody days; custody type; custody \
             image; security classification inmate; disciplinary infraction; work gang; halfway \
             house; parolee; parole officer; probation officer; probation practitioner; probation \
             area; probation region; probation delivery; probation hostel; probation appointment; \
             offender manager; prison offender manager; community offender manager; approved \
             premises; bail hostel; bass accommodation; cas1; cas2; cas3; community accommodation \
             service; through the gate; resettlement prison; resettlement plan prison; discharge \
             grant; release address; day release; temporary release; day release prison; hospital \
             escort; prison escort; sentence plan; sentence calculation; sentence expiry; \
             conditional release; automatic release; non parole date; home detention curfew; hdc; \
             hdc eligibility; parole eligibility date; post sentence supervision; lifer; category \
             a prisoner; category b prisoner; category c prisoner; category d prisoner; cat b \
             prison; cat c prison; security category; community rehabilitation company; crc \
             provider; delius; ndelius; oasys; ogrs; ogrs3; ogp score; ovp score; osp c; osp i; \
             osp score; rsr score; rm2000; risk matrix 2000; static 99; static99; vrag; hcr20; \
             hcr 20; lsi r; lsir; compas score; psychopathy checklist; pcl r; risk of \
             reoffending; likelihood of reoffending; risk of recidivism; recidivism; recidivism \
             score; reconviction; mappa; mappa level; mappa nominal; mappa eligible; visor \
             nominal; iom cohort; iom nominal; integrated offender; prolific priority; ppo \
             status; marac perpetrator; potentially dangerous person; dangerous offender; \
             accredited programme; offending behaviour programme; thinking skills programme; \
             building better relationships; healthy identity intervention; horizon programme; \
             becoming new me; resolve programme; sotp; drink impaired drivers; sycamore tree; \
             victim awareness course; restorative justice; victim offender; mediation offender; \
             pnc id; pnc number; pnc check; pnc marker; cro number; noms id; noms number; nomis \
             id; prison number; prisoner id; offender number; offender id",
    )
    .unless("software; press; film; app; version; library; book; song; album; music"),
    Concept::new(
        "custody, probation or police, in their records",
        &[CriminalOffence],
        "crn; mdt; stc; restraints; category b; category c; category d; use of force; curfew; \
             curfew hours; rosh; rosh level; incentives level; visor; docket; drr; indeterminate; \
             crd; ard; ped; sed; hdced; pssed; tsp; bbr; pom; pdu; crc; ppo; wing; landing; cell; \
             cell number; canteen; finds; segregation; horizon; resolve; niche; viper; mg3; mg5; \
             mg11; nfa; wanted; circulated; detained; nominal; nominal id; detected; undetected; \
             clear up; outcome code; modus operandi; exhibit; exhibit number; evidence bag; \
             warrant; interviewed; no comment; intimate search; strip search; handcuffed; taser; \
             spit hood; search outcome; object of search; occurrence; occurrence number; \
             intelligence; intel log; markers; person of interest; iss; aim3; asset; onset; \
             gravity score; seriousness; panel date; breach; breach date; enforcement; \
             interventions; licence; hostel; custody; detainer; infraction; disciplinary",
    )
    .whole()
    .needs(PENAL)
    .unless("victim; staff; driving; software; player; football; club; sport; child; visa"),
    Concept::new(
        "dealings with the police about somebody",
        &[CriminalOffence],
        "stop and search; stop search; stop and account; stop and frisk; strip searched; pace \
             search; pace interview; section 60 search; interviewed under caution; interview \
             under caution; voluntary interview police; custody record; custody number; custody \
             suite; custody sergeant; arresting officer; arresting agency; arrest number; date of \
             arrest; place of arrest; arrest type; arrest charge; mugshot; mug shot; booking \
             photo; custody photo; fingerprints taken; dna taken; dna database; identity parade; \
             id parade; cps charge; cps decision; cps reference; cps urn; charge number; no \
             further action; outcome 16; police national; police national computer; police \
             national database; police intelligence; intelligence report police; police \
             involvement; police contact; police caution; police callout; police called to; \
             police log; police record; police incident log; known to police; police check; \
             police clearance; police certificate; police vetting; certificate of good conduct; \
             firearms marker; firearm marker; warning marker police; wanted person; wanted on \
             warrant; warrant issued; warrant number; warrant type; warrant date; search warrant; \
             outstanding warrant; gangs matrix; gang nominal; gang linked; gang association; gang \
             related; known associate; county lines involvement; criminal associate; criminal \
             exploitation perpetrator; weapon carrying; carries weapon; knife carrier; knife \
             carrying; gun owner; firearm licence refused; firearm licence revoked; firearm \
             certificate refused; nics denial; asb perpetrator; asb case; asb warning; acceptable \
             behaviour contract; acceptable behaviour agreement; behaviour contract; abc signed; \
             good neighbour agreement breach; notice of seeking possession asb; garda vetting; \
             pvg; pvg scheme; pvg number; accessni; disclosure scotland; basic disclosure; \
             enhanced disclosure; standard disclosure; barred list; barred list check; \
             disqualified from working with; positive disclosure; crb number; dbs expiry; dbs \
             update; dbs outcome; live scan; livescan; fbi check; criminal check; convictions \
             declared; declared conviction; rehabilitation of offenders; returning citizen; \
             justice experienced; system involved; alleged perpetrator; alleged offender; alleged \
             offence; alleged assailant; co defendant; codefendant; co accused; coaccused; \
             accomplice; drug seizure; misconduct hearing police; prevent referral; channel \
             panel; terrorism risk; speeding ticket; speed awareness; breath test; roadside test; \
             drug wipe",
    )
    .unless(
        "eviction; tenancy; rent; victim; vendor; supplier; document; software; policy; \
             compliance; airport; baggage; business; kyc; bank; investor; property; contractor; \
             identity; company",
    ),
    Concept::new(
        "youth justice",
        &[CriminalOffence],
        "youth justice; youth justice service; yjs worker; youth offending; assetplus; asset \
             plus; asset score; onset assessment; yogrs; first time entrant; first time entrant \
             youth; youth diversion; youth triage; turnaround programme; out of court resolution; \
             referral order contract; youth offender; youth offender panel; youth remand; youth \
             detention; youth custody; bail supervision; intensive supervision; surveillance and \
             supervision; scaled approach; early and effective intervention; whole system \
             approach; scra referral; offence ground; garda diversion; juvenile liaison; juvenile \
             record; juvenile probation; juvenile detention; juvenile adjudication; delinquent \
             act; delinquency; adjudicated delinquent; detention hearing; truancy court; \
             attendance centre; junior attendance centre; harmful sexual; aim3 assessment; \
             parenting contract yot; appropriate adult custody; yot case; yot worker; yot \
             involvement",
    )
    .unless("payment; pay; invoice; debt; credit; card; loan; victim"),
];
