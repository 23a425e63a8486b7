//! Phrases that look like facts about a person and are not.

use super::Concept;

pub(super) const CONCEPTS: &[Concept] = &[
    // Health that is not a person's.
    Concept::neutral(
        "financial stress; financial stress level; detention facility; alcohol by volume; \
             suspect count; number suspect; number of suspect; suspect number; stop frisk id; \
             stop frisk date; stop frisk time; created at prison; updated at prison; clinic \
             name; device health status; alcohol volume; drug store; drug inventory; vaccinated \
             by; administered by; nursing home id; care home id; political education; health \
             facility; healthcare facility; health centre; health professional; health worker; \
             healthcare worker; health care worker; medical worker; medical staff; medical member; \
             disability qualified member; disability qualified tribunal; nurse name; nurse \
             signature; doctor signature; clinician signature; medical examiner name; relative \
             severity; relative mortality; survey weight; diagnosis scheme; diag \
             scheme; fam apgar; family apgar; housing condition; health prof; healthprof; trauma \
             centre; trauma level; trauma unit; trauma network; birth order; gp consent; contact \
             gp; consent given contact gp; consent contact gp; health safety; health benefit; \
             staff health benefit; fatigue management; drug alcohol compliance; drug alcohol \
             policy; medical cert compliance; account health; customer health; data health; \
             system health; service health; org health; portfolio health; application health; \
             health score; environmental health; health board; health authority; health board \
             area; health region; clinical commissioning group; ccg; occupational health safety; \
             health safety executive; tax treatment; vat treatment; accounting treatment; water \
             treatment; waste treatment; window treatment; damp treatment; pest treatment; \
             teaching aids; visual aids; court hearing date; legal hearing; appeal hearing; \
             hearing room; vision statement; company vision; vision mission; mission vision; \
             blind copy; blind carbon copy; blind cc; double blind; colour blind mode; smoke \
             alarm; smoke detector; smoke test; smoking permitted; smoking allowed; smoking \
             area; smoking policy; smoking room; no smoking; alcohol licence; alcohol allowed; \
             alcohol policy; drug company; drug policy; care standards act; customer care; \
             social mobility; housing mobility; mobility scheme; mobility standard; mobility \
             type; staff mobility; mobility category; mental model; iep level; infection \
             control; location mobility; location mobility type; impairment loss; asset \
             impairment; impairment charge; blood relation; blood relative; blood drive; nurse \
             call system; mp surgery; councillor surgery; sick building; financial health; \
             financial wellbeing; debt counselling; credit counselling; career counselling; \
             housing counselling; careers counselling; academic counselling; homeownership \
             counselling; guidance counsellor; school counsellor; career counsellor; college \
             counsellor; camp counsellor; public disorder; condition report; condition survey; \
             stock condition; property condition; terms conditions; term condition; special \
             condition; physical access control; physical address; physical city; physical \
             state; physical location; disability rate; disability discrimination act; \
             disability confident; disability confident employer; birth rate; death rate; \
             hospital radio; drug enforcement; drug free workplace; drug free workplace policy; \
             drug testing lab; virus scan; virus scanned; virus checked; antivirus; computer \
             virus",
    ),
    // Disabled as in switched off.
    Concept::neutral(
        "disabled by; disabled on; disabled at; disabled date; disabled until; disabled reason; \
             disabled user; user disabled; account disabled; login disabled; trigger disabled; \
             feature disabled; button disabled; field disabled; rule disabled; sync disabled; \
             notification disabled; email disabled; automation disabled; rollup disabled; \
             validation disabled; cookies disabled; disabled trigger; disabled feature; disabled \
             rule; disabled flag; javascript disabled; job disabled; api disabled; key disabled; \
             integration disabled; process disabled; flow disabled; workflow disabled; disabled \
             validation; disabled field; disabled time; disabled timestamp; disabled default; \
             disabled automation; schedule disabled; disabled schedule; autosave disabled; \
             portal disabled; access disabled; disabled access",
    ),
    // Offences that are not a person's.
    Concept::neutral(
        "conviction rate; reconviction rate; crime rate; high crime; crime area; crime \
             incidence; crime hotspot; crime scene; crime survey; crime map; reoffending rate; \
             offending rate; crime statistic; crime level; crime prevention; crime reduction; \
             arrest rate; criminal justice area; police force; police force area; police area; \
             juris doctor; doctor of philosophy; doctor of law; doctor of medicine; medical degree; dx type; \
             dx origin; dx source; drg type; diagnosis source; condition source; crime happen; crime \
             happened; when crime happen; result of crime; crime reference number; crime \
             reference; crime reported; reported to police; crime reported to police; police force id; \
             describe crime; crime own words; crime affected; police district; police division; police subdivision; police department; police grid; police zone; police sector; police precinct; police station address; police beat; police authority; police crime \
             commissioner; sentence case; sentence count; sentence length limit; number \
             sentences; max sentence; first sentence; opening sentence; probation area; \
             probation region; licence key; licence number; licence fee; licence agreement; \
             software licence; user licence; licence plate; hmo licence; tv licence; premises \
             licence; licence holder; licence occupy; rent charge; care home charge; food court; \
             tennis court; court protection; chain custody; custody chain; custody key; key \
             custody; custody document; asset custody; custody account; tag line; tag name; hash \
             tag; rfid tag; fraud score; fraud check; fraud filter; fraud detection; fraud \
             detected; fraud status; payment fraud; fraud risk score; card fraud; warrant \
             officer; warranty; royal warrant; weapon policy; theft insurance; theft cover; \
             theft protection; theft prevention; prison reform; prison charity; probation \
             service area; probation provider area; hearing loop; pain point; fatigue alert; \
             bleeding edge; alert fatigue; memory limit; memory usage; physical memory; stress \
             test; load test; sleep mode; sleep timer; weight loss function; cough syrup; back \
             pain point; colour fastness; point of sale; point sale; arms length; hand over; \
             handover; hand delivered; second hand; first hand; on hand; hand tool; brain storm; \
             heart beat; heartbeat; back order; back office; back end; back up; back link; skin \
             theme; eye catching; foot note; foot fall; foot print; carbon footprint; limb \
             darkening; head count; operating temperature; room temperature; storage \
             temperature; cell phone; cell number; cell tower; order number; fine tune; fine \
             tuned; fine grained; finger tip; knee jerk; chest freezer",
    ),
    // Dates and kinds that are an offender's where an offender is named.
    Concept::neutral(
        "licence expiry; licence expiry date; licence type; licence start date; licence end \
             date; charge date; charge amount; charge type; hearing date; hearing type; hearing \
             outcome",
    )
    .unless(super::justice::SERVICES),
    // Origin, belief, politics and unions that are not a person's.
    Concept::neutral(
        "race condition; race event; race name; race time; race date; race number; race \
             distance; race day; race result; race entry; race fee; race type event; race start; \
             race finish; race position; race registration; race category; fun race; boat race; \
             horse race; road race; charity race; race bib; race pack; race track; race course; \
             race for life; race against; race director; race card; race chip; race shirt; race \
             location; race place; white label; white list; white space; white paper; white \
             board; black list; black friday; black box; country code; business ethic; good \
             faith; faith based; minority owned; minority interest; minority shareholder; church \
             street; church road; temple street; civil parish; parish council; parish code; \
             parish name; parish ward; currency denomination; note denomination; coin \
             denomination; gift denomination; denomination amount; denomination value; mission \
             statement; religious education; religious study; religious holiday; ethnic cuisine; \
             third party; party size; party type; related party; responsible party; counter \
             party; party id; party name; party role; birthday party; working party; party \
             number; party reference; search party; political map; political subdivision; \
             political boundary; political division; political region; campaign; european union; \
             western union; union square; union street; union county; civil union; rugby union; \
             union jack; union all; union query; union type; soviet union; union station; union \
             territory; postal union; heritage site; heritage building; heritage lottery; \
             heritage asset; national heritage; world heritage; heritage status; travel agent; \
             traveller type; traveller name; traveller count; number travellers; lead traveller; \
             business traveller; traveller reference; traveller email; device fingerprint; \
             browser fingerprint; key fingerprint; certificate fingerprint; ssh fingerprint; \
             hash fingerprint; file fingerprint; document fingerprint; fingerprint hash; \
             fingerprint algorithm; build fingerprint; code fingerprint; session fingerprint; \
             fingerprint id device; template fingerprint; digital fingerprint; dna rate; dna \
             count; dna policy; dna code; genetic algorithm; brand dna; company dna; sex ratio; \
             straight line; straight through; orientation date; orientation completed; \
             orientation attended; orientation session; page orientation; screen orientation; \
             print orientation; orientation complete; image orientation; volunteer orientation; \
             new student orientation; partner organisation; partner account; partner agency; \
             partner programme; partner level",
    ),
];
