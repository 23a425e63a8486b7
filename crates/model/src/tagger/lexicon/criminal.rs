//! Convictions, offences, allegations, proceedings, sentences (SC-07, SC-08).

use super::Concept;
use crate::Category::{CriminalOffence, Identity, RiskAndWarning, Staff};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "offences and convictions",
        &[CriminalOffence],
        "crim rec; crim record; criminal rec; crim hist; crim conv; cro; offence; offence type; \
             index offence; offender; ex offender; offending; offending history; reoffending; \
             reoffend; reoffended; offended; conviction; convicted; unspent; unspent conviction; \
             spent conviction; criminal; criminal record; criminal history; criminal background; \
             criminal offence; criminal conviction; criminal justice; criminal charge; \
             criminality; crime committed; felony; felon; felonies; misdemeanor; misdemeanour; \
             guilty; plead guilty; plea; acquitted; acquittal; sex offender; sex offence; sexual \
             offence; sexual offender; sex offender register; sex offender registry; registered \
             sex offender; sopo; shpo; violent offence; violent crime; arson; arsonist; \
             burglary; robbery; theft; shoplifting; murder; manslaughter; assault charge; \
             assault conviction; charged with; drug dealing; drug dealer; drug selling; selling \
             drugs; criminal activity; community resolution; youth caution; reprimand; pre \
             sentence report; detention training order; referral order; youth rehabilitation \
             order; drug supply; drug offence; drug possession; drug related offence; drug \
             conviction; drug trafficking; knife crime; gang; gang involvement; gang \
             affiliation; gang member; prolific offender; persistent offender; juvenile \
             offender; young offender; youth offending; youth offending team; yot; yot worker; \
             youth justice; juvenile justice; justice involved; justice involvement; justice \
             system; rap sheet; arrest; arrested; arrest date; arrest count; arrest history; \
             number arrests; outstanding warrant; arrest warrant; bench warrant; dui; dwi; drunk \
             driving; speeding offence; penalty points; driving conviction; motoring conviction; \
             motoring offence; endorsement driving; terrorism offence; mdo; gbh; abh; crime \
             type; crime; reconviction; trespass; legal involvement; cj involvement; offender \
             registry; lifetime registration; meth production; manufacture methamphetamine; ex \
             felon; trespassed; trespassing; vandalism; criminal damage; detainee; mugshot; \
             sexual predator; sexual offending; arresting agency; arresting officer; arrestee; \
             juvenile record; restitution; arson behaviour; concerning arson; recidivism; oasys; \
             ogrs; rsr score; risk serious recidivism; delinquency; delinquent youth; \
             perpetrator; alleged perpetrator; alleged offence; suspected of; accused; \
             defendant; prosecution; prosecuted; indictment; indicted; sentenced; money \
             laundering conviction; legal problem criminal; probation violation; parole violation",
    )
    .of_tables()
    .sure()
    .unless("insurance; cover; fraud; duplicate; statistic"),
    Concept::new(
        "offences and convictions",
        &[CriminalOffence],
        "suspect; assault; assaulted; battery charge; warrant; warrant date; warrant status",
    )
    .unless(
        "lead; marketing; prospect; donor; sexual; victim; survivor; duplicate; eviction; \
             possession; bailiff; share; finance; royal; officer",
    ),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "release; release date; release type; detention; detention type; detained; bond; bond \
             amount; booking; booking date; sanction; first sanction; supervision; supervision \
             level; supervising officer; recall; recall date; curfew; tag; tagged; violation; \
             charge; charge code; admission date; earliest release date",
    )
    .needs(
        "offender; prison; prisoner; jail; inmate; probation; parole; justice; criminal; \
             custody; offence; conviction; sentence; correctional; correction; convicted; \
             arrest; hmp",
    ),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "person release date; earliest release date; conditional release date; parole \
             eligibility date",
    ),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "prison; prisoner; prison number; prison release; prison release date; prison leaver; \
             hmp; jail; jailed; inmate; incarcerated; incarceration; imprisoned; imprisonment; \
             penitentiary; correctional; corrections officer; correctional facility; department \
             corrections; custodial; custodial sentence; non custodial; custody; in custody; \
             custody status; custody date; custody record; youth custody; remand; remanded; on \
             remand; bail; bailed; bail condition; bail hostel; bail address; probation; \
             probation officer; probation status; probation service; probation order; on \
             probation; probationer; national probation service; parole; parole officer; on \
             parole; paroled; parolee; licence condition; on licence; licence recall; recall \
             prison; recalled; released on licence; post sentence; community order; community \
             sentence; community payback; unpaid work; suspended sentence; sentence; sentence \
             type; sentence length; sentence start; sentence start date; sentence end; sentence \
             end date; sentence date; sentence expiry; sentence expiry date; sentence plan; home \
             detention; home detention curfew; hdc; curfew order; electronic tag; electronic \
             monitoring; electronically monitored; ankle monitor; mappa; mappa level; mappa \
             category; mappa nominal; rotl; ipp sentence; detention centre youth; juvenile \
             detention; detention facility; work release prison; halfway house; reentry; re \
             entry programme; ex prisoner; approved premises; drug rehabilitation requirement; \
             supervision order; secure unit youth; secure training centre; noms number; noms; \
             nomis; nomis id; offender number; offender manager; integrated offender management; \
             iom",
    )
    .unless(
        "academic; gpa; semester; college; employee; employment; hire; hired; hr; payroll; \
             staff; starter; asset; document; child; family; matter; email; evidence; text; \
             visitor; product; software; translation; grammar",
    ),
    Concept::new(
        "courts",
        &[CriminalOffence],
        "court; court date; court case; court hearing; court appearance; court order; court \
             outcome; court name; court disposition; crown court; magistrate court; magistrate; \
             drug court; mental health court; legal charge; pending charge; charges pending; \
             pending charges; legal issue pending charge; charge description; trial date; \
             verdict; criminal court; court mandated; court ordered; court involvement; court \
             involved; sentencing court; docket; docket number; court fine; juvenile court",
    )
    .unless(
        "county; family; possession; eviction; civil; small; landlord; tenancy; rent; debt; \
             judgment; ccj; bankruptcy; divorce; food; tennis; sport; basketball; custody; \
             protection; tribunal; probate; immigration; asylum; address; clinical; adoption; \
             guardian; guardianship; foster; card; payroll; payslip; deduction; wage; salary; \
             earning",
    ),
    Concept::new(
        "police contact",
        &[CriminalOffence],
        "police; police contact; police check; police record; police involvement; police \
             involved; police incident; police report; police caution; police reference; police \
             clearance; police national computer; pnc; pnc id; pnc number; pncid; cro number; \
             crime reference; crime reference number; crime number; law enforcement; law \
             enforcement contact; law enforcement involvement; reported to police; fixed penalty \
             notice; penalty notice; caution offence; conditional caution; cautioned; simple \
             caution; stop search; custody suite",
    )
    .unless("area; district; precinct; station; beat; division; insurance; region; veteran"),
    Concept::new(
        "a criminal-records check",
        &[CriminalOffence],
        "dbs; dbs check; dbs number; dbs certificate; dbs status; dbs expiry; dbs date; enhanced \
             dbs; crb; crb check; crb number; disclosure barring; disclosure barring service; \
             criminal records check; criminal record check; criminal background check; \
             background check; background check status; background check date; background \
             screening; pvg; pvg scheme; pvg membership; access ni check; accessni; barred list; \
             disclosure scotland; livescan; fingerprint clearance; isa check; police vetting; \
             childrens barred list; rehabilitation offenders act; rehabilitation of offenders",
    )
    .sub_kind("records-check"),
    Concept::new(
        "anti-social behaviour",
        &[CriminalOffence, RiskAndWarning],
        "antisocial; anti social",
    )
    .sub_kind("anti-social-behaviour")
    .unless("personality; victim; hour; shift"),
    Concept::new(
        "anti-social behaviour",
        &[CriminalOffence, RiskAndWarning],
        "asboissued; asbo issued; asb; asb case; asb type; anti social behaviour; antisocial \
             behaviour; asbo; acceptable behaviour contract; criminal behaviour order; cbo; \
             closure order; community protection notice; injunction; asbi",
    )
    .sub_kind("anti-social-behaviour")
    .sure(),
    Concept::new(
        "orders against somebody",
        &[CriminalOffence, RiskAndWarning],
        "restraining order; non molestation order; non molestation; occupation order; protective \
             order; protection order; order protection; stalking order; stalking protection \
             order; domestic violence protection order; exclusion order; no contact order; \
             harassment order; violence restraining order",
    )
    .sure()
    .unless("victim; survivor; applicant; petitioner"),
    Concept::new(
        "a person in the criminal justice system",
        &[CriminalOffence, Identity],
        "offender id; offender name; prisoner name; prisoner id; inmate number; inmate id; \
             inmate name; offender reference; prison id; booking number; suspect name; defendant \
             name; perpetrator name",
    )
    .direct(),
    Concept::new(
        "an officer who supervises an offender",
        &[CriminalOffence, Staff],
        "probation officer name; probation officer email; probation officer phone; parole \
             officer name; offender manager name",
    ),
    Concept::new(
        "allegations",
        &[CriminalOffence],
        "allegation; alleged; allegation type; allegation detail; allegation made against",
    )
    .unless("victim; abuse; neglect; exploitation; mistreatment; maltreatment; safeguarding"),
    Concept::new(
        "violence",
        &[CriminalOffence, RiskAndWarning],
        "history violence; violence history; violent behaviour; violent history; risk arson; \
             arson risk; fire setting; firesetting; history arson; history of sexual offending; \
             risk sexual offending; schedule 1 offender; risk to children offence; known to \
             police; terrorism",
    )
    .unless("victim; policy; game"),
    Concept::new(
        "offences or supervision",
        &[CriminalOffence],
        "prison young offender institution; approved probation hostel; probation hostel; \
             offenders people at risk offending; people at risk offending; at risk offending; \
             evicted anti social behaviour; police probation prison",
    )
    .in_values_only(),
];
