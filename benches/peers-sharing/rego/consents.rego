# What the person consented to and refused.
package sharing

import rego.v1


consents := null if field(subject, "consents") == null

# What was decided in the person's best interests not to share stands as a refusal.
consents := array.concat(subject.consents, [refusal |
	some one in object.get(subject, "best_interests", [])
	one.decision == "withhold"
	refusal := {"kind": one["for"], "refused": one.on, "to": object.get(one, "to", [])}
]) if {
	field(subject, "consents") != null
}

assessed(one) := [found |
	some found in object.get(subject, "capacity", [])
	found["for"] == one.kind
	found.on <= one.given
]

last_assessed(one) := max([found.on | some found in assessed(one)])

findings := {"has-capacity": 2, "in-doubt": 1, "lacks-capacity": 0}

able(one) := min(array.concat([2], [findings[found.finding] |
	some found in assessed(one)
	found.on == last_assessed(one)
]))

valid(one) := 0 if {
	object.get(one, "freely_given", true) == false
} else := 0 if {
	one.kind == "data-protection"
	object.get(one, "told_of_withdrawal", true) == false
} else := 2 if {
	object.get(one, "given_by", "person") != "person"
	one.authority
} else := 1 if {
	object.get(one, "given_by", "person") != "person"
} else := able(one)

ended(one) := object.get(one, "withdrawn", object.get(one, "refused", ""))

# Whether the asker may bear a name that is on no list.
default unplaced := false

unplaced if individual == null

# Who asks for themselves is of no organisation.
unplaced if {
	organisation == null
	not kind in {"friend", "member-of-public", "relative", "subject"}
}

may_be(name) := 2 if name == organisation

# A person who bears an organisation's name is not that organisation.
may_be(name) := 2 if {
	name != organisation
	name == individual
	not data.kinds[name]
}

may_be(name) := 1 if {
	name != organisation
	name != individual
	not data.kinds[name]
	unplaced
}

may_be(name) := 1 if {
	organisation == null
	data.kinds[name]
	kind in {null, data.kinds[name]}
}

may_be(name) := 0 if {
	organisation == null
	data.kinds[name]
	not kind in {null, data.kinds[name]}
}

may_be(name) := 0 if {
	organisation != null
	name != organisation
	data.kinds[name]
}

may_be(name) := 0 if {
	name != organisation
	name != individual
	not data.kinds[name]
	not unplaced
}

named(names) := max([truth | some truth in array.concat([0], [may_be(name) | some name in names])])

refusal_names(names) := 2 if {
	count(names) == 0
} else := max([1, named(names)]) if {
	count([name | some name in names; not data.kinds[name]]) > 0
} else := named(names)

covers_or_all(one, datum) if count(object.get(one, "categories", [])) == 0

covers_or_all(one, datum) if datum in among_all(object.get(one, "categories", []))

form_of(one) := object.get(data.forms, object.get(one, "form", ""), null)

on_form(one, datum) := 1 if form_of(one) == null

on_form(one, datum) := truth if {
	form := form_of(one)
	form != null
	form.kind == one.kind
	lasts(one.given, form)
	form.covers[datum]
	truth := is_in(purpose, form.purposes)
} else := 0 if form_of(one) != null

covered(one, datum) if {
	count(object.get(one, "categories", [])) > 0
	datum in among_all(one.categories)
}

covered(one, datum) if {
	count(object.get(one, "categories", [])) == 0
	form := form_of(one)
	form != null
	not form.about_everything
}

meant(one) := 0 if {
	count(object.get(one, "purposes", [])) == 0
} else := is_in(purpose, one.purposes)

shown_by(one) := 2 if {
	one.evidence
} else := 1

stands(one, datum) := truth if {
	one.given <= today
	today < object.get(one, "until", "9999")
	today < object.get(one, "withdrawn", "9999")
	covered(one, datum)
	truth := min([named(object.get(one, "to", [])), on_form(one, datum), meant(one), shown_by(one), valid(one)])
} else := 0

refusal_meant(one) := is_in(purpose, object.get(one, "purposes", []))

refusal_meant_or_all(one) := 2 if {
	count(object.get(one, "purposes", [])) == 0
} else := refusal_meant(one)

refuses(one, datum) := truth if {
	ended(one) != ""
	ended(one) <= today
	covers_or_all(one, datum)
	truth := min([refusal_names(object.get(one, "to", [])), refusal_meant_or_all(one)])
} else := 0

about(wanted, found) if wanted == found

about(wanted, found) if {
	wanted == "sharing"
	found == "data-protection"
}

refused_since(one, datum) := max(array.concat([0], [refuses(other, datum) |
	some other in consents
	about(one.kind, other.kind)
	ended(other) != ""
	ended(other) >= one.given
]))

in_words(one, false) := 2

in_words(one, true) := known(field(one, "explicit"))

consented(wanted, explicit, datum) := 1 if {
	consents == null
} else := max(array.concat([0], [truth |
	some one in consents
	one.kind == wanted
	one.given
	truth := min([stands(one, datum), in_words(one, explicit), 2 - refused_since(one, datum)])
]))

touched(one) := [datum | some datum in asked; covers_or_all(one, datum)]

taken_back(one) if {
	some later in consents
	later.kind == one.kind
	object.get(later, "given", "") > ended(one)
	count([datum | some datum in touched(one); stands(later, datum) != 2]) == 0
}

consent_refused := 1 if {
	consents == null
} else := max(array.concat([0], [truth |
	some one in consents
	one.kind in {"sharing", "data-protection"}
	not taken_back(one)
	some datum in touched(one)
	truth := refuses(one, datum)
]))
