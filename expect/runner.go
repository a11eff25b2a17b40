package expect

import (
	"fmt"
	"slices"

	"nlgserver/internal/document"
	"nlgserver/nlg"
)

// Runner runs cases on a catalog. It is safe for concurrent use.
type Runner struct {
	Catalog *nlg.Catalog
	// Language says where the content looks for the language: the code of a case is
	// put into the first of these places.
	Language nlg.LanguageOptions
}

// Result is the result of a case.
type Result struct {
	Case *Case
	// Request is the request of the case, with its language.
	Request *nlg.Request
	// Explanation is the reply and the reasons for it; nil if the response does not
	// exist.
	Explanation *nlg.Explanation
	// Unknown is the error if the response does not exist, otherwise nil.
	Unknown error
	// Failures are the differences from the expectation. There are none if the
	// case passes.
	Failures []Failure
}

// Failure is one difference from an expectation.
type Failure struct {
	// Position is that of the expectation.
	Position nlg.Position
	// What is the differing part, such as text, buttons[1].title or group.
	What string
	// Variation is the number of the variation, from 1; 0 for none.
	Variation int
	// ID is the variation's id; empty if it has none.
	ID string
	// Want are the values that would pass, any of them. Got is the actual value.
	Want []string
	Got  string

	key string
}

// Place says what differs and where, such as "text, variation 2, id plain".
func (f *Failure) Place() string {
	if f.Variation == 0 {
		return f.What
	}
	place := fmt.Sprintf("%s, variation %d", f.What, f.Variation)
	if f.ID != "" {
		place += ", id " + f.ID
	}
	return place
}

// Passed reports whether everything is as expected.
func (r *Result) Passed() bool { return len(r.Failures) == 0 }

// Outcome is "unknown", or the outcome in the words of [nlg.Outcome].
func (r *Result) Outcome() string {
	if r.Explanation == nil {
		return unknownWord
	}
	return r.Explanation.Outcome.String()
}

// Run requests a case's response and compares it with the expectation. A case
// without one fails.
func (r *Runner) Run(c *Case) *Result {
	result := &Result{Case: c, Request: r.request(c)}
	result.Explanation, result.Unknown = r.Catalog.Explain(result.Request)
	if c.Expectation == nil {
		result.Failures = []Failure{{Position: c.Position, What: "expect", Got: result.summary()}}
		return result
	}
	c.Expectation.compare(result)
	return result
}

// request returns the case's request with its language where the content looks
// for it.
func (r *Runner) request(c *Case) *nlg.Request {
	req := c.Request
	if c.Language == "" {
		return &req
	}
	r.Language.SetIn(&req, c.Language)
	return &req
}

// summary describes the reply in one line.
func (r *Result) summary() string {
	if r.Explanation == nil {
		return r.Unknown.Error()
	}
	if len(r.Explanation.Messages) == 0 {
		return "silence: no variation is eligible"
	}
	return r.Explanation.Messages[0].Text()
}

func (x *Expectation) fail(r *Result, at document.Value, key string, variation int, id string, m mismatch) {
	r.Failures = append(r.Failures, Failure{
		Position: at.Position(), What: m.what, Variation: variation, ID: id, Want: m.want, Got: m.got, key: key,
	})
}

// compare adds the differences from the expectation to the result.
func (x *Expectation) compare(r *Result) {
	got := r.Outcome()
	switch {
	case x.outcome != "" && x.outcome != got:
		x.fail(r, x.outcomeAt, "outcome", 0, "", mismatch{"outcome", []string{x.outcome}, got + ": " + r.summary()})
		return
	case x.outcome == "" && (r.Explanation == nil || len(r.Explanation.Messages) == 0 && x.asksForMessage()):
		x.fail(r, x.value, "", 0, "", mismatch{"reply", []string{"a message"}, r.summary()})
		return
	case r.Explanation == nil:
		return
	}
	for _, c := range x.whole {
		if m := c.compare(r.Explanation); m != nil {
			x.fail(r, c.at().value, c.at().key, 0, "", *m)
		}
	}
	x.compareMessages(r)
}

// asksForMessage reports whether there must be a message.
func (x *Expectation) asksForMessage() bool { return len(x.each) > 0 || len(x.choices) > 0 }

func (x *Expectation) compareMessages(r *Result) {
	met := make([]bool, len(x.choices))
	for i, sent := range r.Explanation.Messages {
		m, number := read(sent), r.Explanation.Eligible[i]+1
		for _, c := range x.each {
			if diff := c.compare(m); diff != nil {
				x.fail(r, c.at().value, c.at().key, number, sent.ID, *diff)
			}
		}
		if len(x.choices) > 0 && !x.choose(m, met) {
			x.fail(r, x.choicesAt, "any_of", number, sent.ID, x.noChoice(m))
		}
	}
	for i, c := range x.choices {
		if x.complete && !met[i] {
			x.fail(r, c.value, "any_of", 0, "", mismatch{"no variation matches", []string{c.label()}, ""})
		}
	}
}

// choose marks the choices that the message matches, and reports whether there
// are any.
func (x *Expectation) choose(m message, met []bool) bool {
	found := false
	for i, c := range x.choices {
		if !slices.ContainsFunc(c.checks, func(check messageCheck) bool { return check.compare(m) != nil }) {
			met[i], found = true, true
		}
	}
	return found
}

// noChoice lists the choices, none of which the message matches.
func (x *Expectation) noChoice(m message) mismatch {
	diff := mismatch{what: "text", got: shownText(m.text())}
	for _, c := range x.choices {
		if c.value.IsMap() {
			diff.what, diff.got = "reply", string(m.JSON)
		}
		diff.want = append(diff.want, c.label())
	}
	return diff
}

// label returns a choice as text.
func (c choice) label() string {
	if text, ok := c.value.Text(); ok {
		return text
	}
	return string(c.value.Python().AppendJSON(nil))
}
