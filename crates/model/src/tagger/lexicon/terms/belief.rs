//! Peoples, faiths, parties, unions, sex and bodies by the names they go by (SC-01).

use super::super::Concept;
use crate::Category::{
    Biometric, PoliticalOpinions, RacialOrEthnicOrigin, ReligiousOrPhilosophicalBeliefs, SexLife,
    SexualOrientation, TradeUnionMembership,
};

/// Words beside which the name of a people is one of a language, a dish or a place.
const NOT_A_PEOPLE: &str = "language; speak; spoken; interpreter; translation; translate; translator; locale; \
             cuisine; food; restaurant; menu; recipe; dish; passport; visa; rug; carpet; cat; \
             bank; currency; airline; embassy; calendar; font; keyboard; alphabet; script; \
             market; edition; subtitle; text; version; wall; rupee; dinar; width";

pub(in crate::tagger) const CONCEPTS: &[Concept] = &[
    // ONS, OMB, Irish, Canadian, Australian and New Zealand lists of groups, as the columns of a table of them.
    Concept::new(
        "racial or ethnic origin",
        &[RacialOrEthnicOrigin],
        "white english; white welsh; white scottish; white northern irish; white other; other \
             white; any other white; white polish; white european; white eastern european; white \
             gypsy; white roma; other white background; mixed heritage; mixed ethnicity; mixed \
             background; mixed white; mixed other; other mixed; dual heritage; white black \
             caribbean; white black african; white asian; white and black caribbean; white and \
             black african; white and asian; black british; black other; other black; black \
             scottish; black welsh; black american; black or african; asian british; british \
             asian; asian other; other asian; south asian; east asian; south east asian; central \
             asian; west asian; asian indian; asian pakistani; asian bangladeshi; asian chinese; \
             british indian; british pakistani; british bangladeshi; british chinese; african \
             caribbean; african asian; black south african; sri lankan tamil; somalilander; \
             gurkha; yazidi; turkish cypriot; greek cypriot; tigrayan; hutu; tutsi; bedouin; \
             ashkenazi; sephardi; sephardic; mizrahi; latin american; afro latino; chicano; \
             chicana; mexican american; cuban american; native american tribe; sioux; choctaw; \
             apache tribe; native hawaiian; guamanian; melanesian; pasifika; pakeha; hapu; \
             minceir; irish traveller; sinti; scottish traveller; welsh gypsy; showman traveller; \
             ulster scots; middle eastern; north african; caucasian; dalit; scheduled caste; \
             scheduled tribe; brahmin; person of color; global majority; racialised; racialized; \
             racially minoritised; minoritised; ethnically diverse; complexion; identify as \
             white; identify as black; identify as asian; other ethnic; other ethnic group; some \
             other race; race alone; race in combination; ethnicity grouped; ethnicity group; \
             ethnicity 5; ethnicity 16",
    )
    .unless(NOT_A_PEOPLE),
    Concept::new(
        "racial or ethnic origin",
        &[RacialOrEthnicOrigin],
        "pakistani; bangladeshi; indian; filipino; taiwanese; nigerian; ghanaian; ethiopian; \
             eritrean; sudanese; south sudanese; congolese; ugandan; kenyan; zimbabwean; \
             jamaican; trinidadian; barbadian; guyanese; caribbean; african; egyptian; iraqi; \
             iranian; afghan; syrian; lebanese; palestinian; yemeni; moroccan; algerian; libyan; \
             cuban; brazilian; colombian; goan; asian; eastern european; european; kurd; pathan; \
             sri lankan; amhara; mirpuri; hazara; puerto rican; hong kong chinese; micronesian",
    )
    .whole()
    .needs(
        "ethnic; ethnicity; race; white; black; asian; person; client; tenant; applicant; \
             patient; pupil; student; resident; demographic; household; victim; offender; \
             prisoner; employee; staff; diversity; census; participant; citizen",
    )
    .unless(NOT_A_PEOPLE),
    // Languages, subjects and dishes are called so too.
    Concept::new(
        "racial or ethnic origin",
        &[RacialOrEthnicOrigin],
        "chinese; vietnamese; thai; japanese; korean; malay; indonesian; burmese; mongolian; \
             tibetan; nepali; nepalese; somali; arab; persian; turkish; mexican; irish; polish; \
             romanian; welsh; scottish; english; british; bengali; karen; poc; oriental; tamil; \
             punjabi; gujarati; sinhalese; kurdish; pashtun; yoruba; igbo; hausa; fulani; oromo; \
             kikuyu; shona; ndebele; xhosa; sylheti; kashmiri; romani; romany; berber; amazigh; \
             chamorro; samoan; tongan; fijian; navajo; cherokee; lakota; ojibwe; rohingya; manx; \
             uyghur; uighur; ashanti; polynesian; zulu; mena; roma; cornish",
    )
    .whole()
    .needs("ethnic; ethnicity; race; racial; white; black; asian; demographic; diversity; census; equality")
    .unless(NOT_A_PEOPLE),
    Concept::new(
        "religion or belief",
        &[ReligiousOrPhilosophicalBeliefs],
        "baptist; episcopalian; church of scotland; church in wales; church of ireland; \
             church of jesus christ; free church; united reformed; congregationalist; calvinist; \
             reformed church; coptic; ethiopian orthodox; greek orthodox; russian orthodox; \
             maronite; armenian apostolic; syriac; plymouth brethren; exclusive brethren; \
             brethren; mennonite; amish; moravian; moravian church; nazarene church; church of \
             the nazarene; salvation army; adventist; seventh day adventist; latter day saint; \
             lds church; christian science; christian scientist; charismatic church; messianic; \
             messianic jew; shiite; salafi; deobandi; barelvi; ahmadi; ahmadiyya; ismaili; ibadi; \
             alawite; alevi; druze; hinduism; vaishnava; shaivite; shaiva; hare krishna; iskcon; \
             swaminarayan; sikhism; amritdhari; khalsa; ravidassia; nirankari; judaism; haredi; \
             charedi; hasidism; orthodox jewish; orthodox jew; liberal judaism; reform judaism; \
             masorti; frum; buddhism; theravada; mahayana; vajrayana; nichiren; soka gakkai; \
             tibetan buddhist; zen buddhist; parsi; parsee; zoroastrianism; confucian; \
             confucianism; taoism; daoist; christianity; catholicism; paganism; wiccan; heathen; \
             heathenry; asatru; druidry; rastafari; rasta; scientology; scientologist; satanist; \
             satanism; animist; animism; voodoo; vodou; santeria; candomble; falun gong; falun \
             dafa; mandaean; samaritan religion; unification church; spiritualism; atheism; \
             agnosticism; humanism; nonreligious; non religious; no religion; religion none; \
             freethinker; secularist; ethical vegan; ethical veganism; janazah; nikah; jummah; \
             iftar; suhoor; wudu; kashrut; shabbat; shabbos; brit milah; bat mitzvah; \
             confirmation class; christening; christened; christening date; godparent; puja; \
             diwali; vaisakhi; purim; yom kippur; rosh hashanah; kirpan; hijab; niqab; burka; \
             burqa; kippah; yarmulke; tzitzit; rosary; prayer room; prayer mat; prayer need; \
             prayer chain; masjid; mandir; vihara; imam; rabbi; pastor name; vicar; parishioner; \
             congregant; congregation member; minister of religion; chaplain; chaplaincy; \
             chaplain visit; chaplaincy visit; chaplaincy referral; pastoral care; pastoral \
             visit; spiritual care; last rites; anointing of the sick; anointing; faith leader; \
             faith community; faith school; faith status; faith background; conversion to islam; \
             catechumen; rcia; missionary; missionary service; mission trip; holy day; holy days; \
             religious holiday; religious holidays; religious festival; religious leave; \
             religious name; church role; church group; home church; previous church; church \
             attended; attends church; attends mosque; temple attended; temple recommend; giving \
             pledge church; seminarian; convent; novitiate; vocation religious; clergy; refuses \
             blood products; no blood products; blood product refusal",
    )
    .unless(
        "address; street; account; charity; venue; road; phone; organisation; building; lane; \
             estate; company; shop; brand; city",
    ),
    Concept::new(
        "religion or belief",
        &[ReligiousOrPhilosophicalBeliefs],
        "parish; diocese; congregation; converted; conversion; conversion date; confirmation; \
             communion; small group; testimony; zen; secular; reformed; puja; lent; brethren; \
             temple; church; elder; deacon; pastor; ministry; membership type; saved; baptizer; \
             officiant; nun; godparents; sponsor",
    )
    .whole()
    .needs("baptism; baptised; baptized; sacrament; religion; religious; faith; christian; \
             worship; parishioner; catholic; salvation"),
    Concept::new(
        "political opinions",
        &[PoliticalOpinions],
        "labour voter; conservative voter; tory voter; liberal voter; voted labour; voted \
             conservative; voted leave; voted remain; voted democrat; voted republican; lib dem; \
             lib dems; libdem; snp supporter; snp member; scottish national party; ukip; reform \
             uk; plaid cymru; sinn fein; dup member; democratic unionist; sdlp; ulster unionist; \
             alliance party; fianna fail; fine gael; people before profit; bnp member; national \
             front; britain first; english defence league; edl member; socialist workers party; \
             socialist party; communist; communism; marxist; marxism; libertarian; libertarian \
             party; anarchist; fascist; neo nazi; far right; far left; white supremacist; \
             centrist; gop member; maga; trump supporter; trump voter; biden voter; extinction \
             rebellion; just stop oil; insulate britain; greenpeace activist; black lives matter; \
             blm activist; momentum member; brexit party; brexit vote; remain voter; leave voter; \
             yes voter; independence vote; independence referendum; independence supporter; \
             unionist; loyalist; irish nationalist; republican party member; nationalist \
             politics; monarchist; zionist; anti zionist; political activist; protest attended; \
             attended protest; demonstration attended; attended demonstration; protester; \
             protestor; donor to party; party donation; political fund; voter canvass; canvass; \
             canvassing; canvassing response; canvasser note; doorstep canvass; voting \
             preference; vote preference; voter preference; who voted for; primary ballot; party \
             ballot; caucus; party enrolment; party code voter; voter affiliation; party \
             allegiance; political allegiance; political identity; political stance; political \
             outlook; political orientation; political sympathies; political association; \
             political group; political asylum opinion; government approval; approval of \
             government; president approval; policy support score; candidate id score; candidate \
             donation",
    )
    .unless("mining; venue; hall; map; boundary; office; place; station; district; website; news; channel"),
    Concept::new(
        "membership of a trade union",
        &[TradeUnionMembership],
        "unison; unite the union; unite member; unite branch; unite hospitality; gmb; gmb \
             union; usdaw; pcs union; pcs member; rmt union; rmt member; aslef; tssa; cwu; cwu \
             member; neu member; nasuwt; ucu; ucu member; nut member; eis member; bma; bma \
             member; rcn; rcn member; royal college of nursing; royal college of midwives; rcm \
             member; csp member; fbu; fbu member; poa union; poa member; prospect union; prospect \
             member; community union; equity member; equity union; musicians union; nuj; nuj \
             member; bfawu; bectu; ssta; into member; siptu; forsa union; tuc; stuc; ictu; afl \
             cio; aflcio; seiu; afscme; teamsters; teamster; uaw; ufcw; aft member; nea member; \
             ibew; iww; union rep; union local number; local union; union number; union \
             seniority; union eligible; union status; union group; union employee; unionised; \
             unionized; non union; union benefits; union pension; union dues; dues checkoff; dues \
             check off; check off deduction; checkoff; agency fee; agency shop; facility time; \
             facilities time; collective bargaining; bargaining unit; bargaining agreement; \
             bargaining agent; cba code; cba coverage; collective agreement; strike \
             participation; strike action; on strike; strike day; strike days; strike ballot; \
             strike pay; strike fund; industrial action; industrial dispute; picketing; picket \
             line; work to rule; walkout; political levy; union opt out; union opt in; staff \
             association; staff association member; recognised union; recognised trade union; \
             closed shop; ballot for strike; lay official; union learning; union lay; union \
             safety rep; health and safety rep union; union delegate; shop steward; workplace \
             rep; works council; european works council; blacklist union; union card; labour \
             organisation member; labor union",
    )
    .unless(
        "credit; student; european; western; youth; price; option; typed; type; set; query; \
             select; all; find; data; sql; bowling; lightning",
    ),
    Concept::new(
        "membership of a trade union",
        &[TradeUnionMembership],
        "unite; pcs; rmt; neu; nut; eis; rcm; csp; poa; prospect; equity; forsa; aft; nea; \
             strike; picket; subs; branch; rep; steward; levy; check off; local; dues",
    )
    .whole()
    .needs("union; steward; bargaining")
    .unless("credit; student; type; set; query; european; join"),
    Concept::new(
        "sexual orientation",
        &[SexualOrientation],
        "aromantic; demisexual; graysexual; greysexual; polysexual; omnisexual; androsexual; \
             gynosexual; heteroflexible; homoflexible; bicurious; bi curious; two spirit; two \
             spirited; sapphic; achillean; same sex marriage; same sex relationship; same sex \
             attraction; same sex spouse; same gender partner; same gender loving; opposite sex \
             partner; gay man; gay woman; gay or lesbian; bi or gay; lesbian or gay; bisexual \
             plus; men who have sex with men; msm; msm status; wsw; women who have sex with \
             women; closeted; came out; coming out; out to family; out at work; outness; lgbtq \
             network; lgbt network; pride network; gender attracted to; attracted to men; \
             attracted to women; attraction to; sexual attraction; romantic orientation; romantic \
             attraction; questioning sexuality; questioning orientation; unsure orientation; \
             conversion therapy; homophobic bullying",
    )
    .unless("release; soon; feature; book; film; album; market; pedestrian"),
    Concept::new("sexual orientation", &[SexualOrientation], "orientation; straight; questioning; bi; ace; gay")
        .whole()
        .needs("sexual; sexuality; lgbt; lgbtq; gender; identity; demographic; diversity; equality; pronoun"),
    Concept::new(
        "sex life",
        &[SexLife],
        "number of partners; partners last 3 months; partners last 12 months; lifetime \
             partners; casual sex; casual partner; regular partner sex; group sex; anal sex; oral \
             sex; vaginal sex; safe sex; safer sex; condomless; condomless sex; sexual debut; \
             first intercourse; age at first sex; one night stand; open relationship; polyamory; \
             polyamorous; swinging lifestyle; non monogamous; nonmonogamous; consensual non \
             monogamy; bdsm; fetish; fetishes; orgasm; anorgasmia; premature ejaculation; \
             ejaculation; arousal difficulty; sex drive; sex addiction; sexual addiction; porn \
             use; pornography use; porn addiction; hypersexual; hypersexuality; paid for sex; \
             pays for sex; selling sex; sold sex; escort work; escorting; sexual fantasy; sexual \
             fantasies; sexual satisfaction; intimacy needs; intimacy difficulty; dating app use; \
             receptive partner; insertive; insertive partner; sexting; sugar daddy; adultery; \
             infidelity; extra marital; nocturnal emission; sexual wellbeing; sexual aids; sex \
             toy",
    )
    .unless("atlantic; island; airline; media; olive; oil; mobile; train; offence; phishing; branding"),
    Concept::new(
        "biometric data",
        &[Biometric],
        "facial image template; facial image hash; facial geometry; facial signature; facial \
             feature vector; facial landmark template; facial match; face match; face match \
             score; face vector; face descriptor; face embedding; face encoding; face signature; \
             face print; faceprint; face hash; face enrolment; face recognition; facial \
             recognition; facial scan; face scan; face id; face login; selfie match; selfie match \
             score; liveness check; liveness score; palm print; palmprint; palm vein; palm scan; \
             finger vein; vein pattern; vein scan; hand geometry; iris; iris scan; iris template; \
             retinal scan; retinal image; ear shape; voice print; voiceprint; voice recognition; \
             voice biometric; voice sample id; voice enrolment; voice embedding; speaker \
             verification; speaker embedding; speaker recognition; gait recognition; gait \
             biometric; gait signature; keystroke dynamics; keystroke biometric; typing \
             biometric; typing dynamics; signature dynamics; signature biometric; behavioural \
             biometric; biometric; biometric login; biometric passport; touch id; fingerprint \
             login; ten print; tenprint; slap print; latent print; afis; afis id; abis; abis id; \
             live scan print; clocking in fingerprint; finger clock; thumb scan; thumb template; \
             dna profile; dna template; template quality finger",
    )
    .sure()
    .unless("device; attendance; browser; tls; certificate; key; ssh; sha; sha256; md5; cache; css; flower"),
];
