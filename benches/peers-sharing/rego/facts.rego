# What follows from a request as it was written, in three values: 0 false, 1 unknown, 2 true.
# `data` holds the rulebook's roles, organisations, forms and processors.
package sharing

import rego.v1

today := input.day

asked := {datum | some name in input.categories; some datum in data.members[name]}

among_all(names) := {datum | some name in names; some datum in data.members[name]}

field(record, key) := object.get(record, key, null)

known(null) := 1

known(true) := 2

known(false) := 0

holds(true) := 2

holds(false) := 0

is_in(word, list) := 1 if word == null

is_in(word, list) := 2 if {
	word != null
	count(list) == 0
}

is_in(word, list) := 2 if {
	word != null
	word in list
}

is_in(word, list) := 0 if {
	word != null
	count(list) > 0
	not word in list
}

lasts(day, record) if {
	object.get(record, "from", "0000") <= day
	day < object.get(record, "until", "9999")
}

# --- Who asks.

said := field(input.asker, "kind")

organisation := field(input.asker, "organisation")

individual := field(input.asker, "individual")

listed := object.get(data.kinds, organisation, null)

default contradicted := false

contradicted if {
	said != null
	listed != null
	said != listed
}

kind := null if contradicted

kind := said if {
	not contradicted
	said != null
}

kind := listed if {
	not contradicted
	said == null
}

purpose := field(input, "purpose")

how := field(input.asker, "verification")

checked := 0 if how in {"doubted", "none"}

checked := 1 if how in {null, "written-request"}

# Nobody is seen by telephone or in a letter, and a call is no login (B-011 to B-013).
cannot_be if {
	how == "credentials-seen"
	not field(input, "channel") in {null, "in-person", "meeting"}
}

cannot_be if {
	how == "known-in-person"
	not field(input, "channel") in {null, "in-person", "meeting", "telephone"}
}

cannot_be if {
	how == "system-login"
	not field(input, "channel") in {null, "system"}
}

checked := 1 if cannot_be

checked := 2 if {
	not how in {"doubted", "none", null, "written-request"}
	not cannot_be
}

verified := 0 if kind == "unidentified"

verified := min([checked, 1]) if contradicted

verified := checked if {
	not contradicted
	kind != "unidentified"
}

# Until it is known who asks, nothing that is known about the person counts.
default subject := {}

subject := object.get(input, "subject", {}) if verified == 2

# --- Facts.

case_says(name) := known(field(object.get(input, "facts", {}), name))

person_says(name) := known(field(subject, name))

order := object.get(input, "order", null)

shown(name) := 0 if order == null

shown(name) := 0 if {
	order != null
	order.kind != name
}

shown(name) := 0 if {
	order != null
	order.kind == name
	not lasts(today, order)
}

shown(name) := known(field(order, "seen")) if {
	order != null
	order.kind == name
	lasts(today, order)
}

cannot_consent := 2 if {
	person_says("reported-missing-by-us") == 2
} else := person_says("cannot-consent")

right_of_the_living(name) := 0 if {
	person_says("deceased") == 2
} else := person_says(name)

default about_care := false

about_care if {
	some datum in asked
	datum in data.care
}

patient_information := 0 if {
	not about_care
	case_says("confidential-patient-information") == 1
} else := person_says("opted-out") if {
	about_care
	case_says("confidential-patient-information") == 0
} else := 2 if {
	about_care
	person_says("opted-out") == 2
} else := case_says("confidential-patient-information")

task_stated := 2 if {
	case_says("public-task-statement") == 2
} else := 0

word_is(key, word) := 1 if field(input, key) == null

word_is(key, word) := 2 if field(input, key) == word

word_is(key, word) := 0 if {
	field(input, key) != null
	field(input, key) != word
}

derived := {
	"verified": verified,
	"anonymous": word_is("form", "anonymous"),
	"routine": word_is("frequency", "routine"),
	"claims-agreement": holds(field(input, "agreement") != null),
	"public-task-statement": task_stated,
	"confidential-patient-information": patient_information,
	"consent-refused": consent_refused,
	"transfer-allowed": transfer_allowed,
	"cannot-consent": cannot_consent,
	"objected": right_of_the_living("objected"),
	"restricted": right_of_the_living("restricted"),
}

value := object.union_n([
	{name: case_says(name) | some name in data.case_facts},
	{name: person_says(name) | some name in data.person_facts},
	{name: shown(name) | some name in data.orders},
	{sprintf("approval:%s", [role]): approved(role) | some role, _ in data.above},
	derived,
])

# --- Approvals: nobody approves what they ask or handle themselves.

# What parts words makes no difference either.
plain(id) := replace(replace(replace(replace(replace(lower(id), " ", ""), "-", ""), "_", ""), ".", ""), "/", "")

shape(id) := replace(replace(replace(replace(replace(replace(plain(id), "1", "l"), "i", "l"), "|", "l"), "0", "o"), "m", "rn"), "w", "vv")

handler := field(input, "handled_by")

own(by) if handler == null

own(by) if {
	handler != null
	shape(handler) == shape(by)
}

own(by) if {
	individual != null
	shape(individual) == shape(by)
}

own(by) if {
	said == "team-member"
	individual == null
}

approvals := [one | some one in object.get(input, "approvals", []); one.on <= today]

declines := [one.role | some one in approvals; object.get(one, "decision", "granted") == "declined"]

grants := {one.role |
	some one in approvals
	object.get(one, "decision", "granted") == "granted"
	data.above[one.role]
	not own(one.by)
}

default unclear_decline := false

unclear_decline if {
	some role in declines
	not data.above[role]
}

overruled(role) if {
	some by in grants
	by != role
	by in data.above[role]
}

standing_declines := {role | some role in declines; data.above[role]; not overruled(role)}

approved(role) := 0 if {
	count(standing_declines & data_above(role)) > 0
} else := 1 if {
	unclear_decline
} else := 2 if {
	count(grants & data_above(role)) > 0
} else := 1

data_above(role) := {name | some name in data.above[role]}

# --- Processors and transfers.

live_processors := [one | some one in data.processors; lasts(today, one)]

engaged := [one |
	some one in live_processors
	one.organisation == organisation
	engaged_by_us(one)
]

engaged_by_us(one) if not one.engaged_by

engaged_by_us(one) if {
	some other in live_processors
	other.organisation == one.engaged_by
}

tested(transfer) if transfer.assessment

tested(transfer) if transfer.mechanism in {"approved", "derogation"}

tested(transfer) if transfer.from < "2026-02-05"

tested(transfer) if today < "2026-02-05"

carried(one) if not one.abroad

carried(one) if {
	some transfer in one.transfer
	lasts(today, transfer)
	tested(transfer)
}

transfer_allowed := 1 if {
	organisation == null
} else := max(array.concat([0], [is_in(purpose, one.purposes) |
	some one in engaged
	carried(one)
]))

processed(datum) := 1 if {
	organisation == null
} else := max(array.concat([0], [is_in(purpose, one.purposes) |
	some one in engaged
	one.covers[datum]
]))

# --- What limits a gateway to part of what it covers.

needed(datum) := 1 if {
	field(input, "necessary") == null
} else := holds(input.necessary) if {
	is_boolean(input.necessary)
} else := holds(datum in among_all(input.necessary))

in_scope(datum) := 0 if {
	order == null
} else := 1 if {
	field(order, "scope") == null
} else := holds(datum in among_all(order.scope))

third_party(datum) := 1 if {
	field(subject, "third_party_confidential") == null
} else := holds(datum in among_all(subject.third_party_confidential))

reach := object.union_n([
	{
		"necessary": {datum: needed(datum) | some datum in asked},
		"order-scope": {datum: in_scope(datum) | some datum in asked},
		"processing-agreement": {datum: processed(datum) | some datum in asked},
		"third-party": {datum: third_party(datum) | some datum in asked},
	},
	{sprintf("consent:%s", [wanted]): {datum: consented(wanted, false, datum) | some datum in asked} |
		some wanted in data.consent_kinds
	},
	{sprintf("explicit-consent:%s", [wanted]): {datum: consented(wanted, true, datum) | some datum in asked} |
		some wanted in data.consent_kinds
	},
])

# --- The two readings: surely, and perhaps.

sure := {
	"fact": {name: true | some name, truth in value; truth == 2},
	"limit": {name: {datum: true | some datum, truth in data_of; truth == 2} | some name, data_of in reach},
	"word": {name: word | some name, word in words; word != null},
}

may := {
	"fact": {name: true | some name, truth in value; truth >= 1},
	"limit": {name: {datum: true | some datum, truth in data_of; truth >= 1} | some name, data_of in reach},
	"word": {name: or_any(word) | some name, word in words},
}

or_any(null) := "*"

or_any(word) := word if word != null

words := {
	"kind": kind,
	"organisation": organisation,
	"purpose": purpose,
	"direction": object.get(input, "direction", "asked"),
	"agreement": object.get(input, "agreement", ""),
}
