package expect

import (
	"regexp"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/nlg"
)

// Expectation is what a case expects.
type Expectation struct {
	value document.Value
	// outcome is the word of the key "outcome", empty if it is not written.
	outcome   string
	outcomeAt document.Value
	// whole checks apply to the selection, each check applies to every message.
	whole []wholeCheck
	each  []messageCheck
	// choices are alternatives of which every message must match one. With
	// complete set, every choice must also be matched by a message.
	choices   []choice
	choicesAt document.Value
	complete  bool
}

// Position returns the position of the expectation.
func (x *Expectation) Position() nlg.Position { return x.value.Position() }

// choice is one of several wordings.
type choice struct {
	value  document.Value
	checks []messageCheck
}

// unknownWord is the outcome of a response that is not in the content; the other
// words are those of nlg.Outcome.
const unknownWord = "unknown"

var outcomeWords = []string{nlg.Said.String(), nlg.Silence.String(), unknownWord, nlg.InternalError.String()}

// expectation reads the value of "expect", nil if it is empty.
//
//	expect: a string                  the text of every variation
//	expect: [a string, another]       the texts of the variations; each must occur
//	expect: {text: …, buttons: …, …}  more than the text
func (r *reader) expectation(own document.Entry) *Expectation {
	v := own.Value
	if v.IsMissing() || v.IsNull() || !v.IsScalar() && v.Len() == 0 {
		return nil
	}
	x := &Expectation{value: v, choicesAt: v}
	switch {
	case v.IsMap():
		r.parts(x, v)
	case v.IsList():
		x.choices, x.complete = r.choices(v), true
	default:
		x.each = r.message(nil, part{"text", v}, document.Entry{})
	}
	return x
}

// parts reads the keys of an expectation.
func (r *reader) parts(x *Expectation, v document.Value) {
	for e := range v.Entries() {
		p := part{e.Name(), e.Value}
		switch p.key {
		case "outcome":
			x.outcome, x.outcomeAt = r.word(p.value, p.key, outcomeWords), p.value
		case "group":
			x.whole = append(x.whole, groupIs{p, r.group(p.value)})
		case "eligible":
			x.whole = append(x.whole, r.eligible(p))
		case "problems":
			x.whole = append(x.whole, problemsAre{p, r.problems(p.value)})
		case "any_of":
			if r.List(p.value, p.key, "start each wording with a dash: `- text: …`") {
				x.choices, x.choicesAt = r.choices(p.value), p.value
			}
		default:
			x.each = r.message(x.each, p, e)
		}
	}
	if (x.outcome == nlg.Silence.String() || x.outcome == unknownWord) && v.Len() > 1 {
		r.Error(x.outcomeAt, diag.TestContradicts, "with this outcome there is no message, but the expectation has more keys", "remove the other keys, or the outcome")
	}
}

// choices reads alternatives, each a string or a map.
func (r *reader) choices(list document.Value) []choice {
	var out []choice
	for item := range list.Items() {
		c := choice{value: item}
		if !item.IsMap() {
			c.checks = r.message(nil, part{"text", item}, document.Entry{})
		}
		for e := range item.Entries() {
			c.checks = r.message(c.checks, part{e.Name(), e.Value}, e)
		}
		out = append(out, c)
	}
	return out
}

// message reads one key that applies to messages; written is its entry, missing
// if the value is only the text.
func (r *reader) message(checks []messageCheck, p part, written document.Entry) []messageCheck {
	switch p.key {
	case "text":
		return append(checks, textIs{p, r.texts(p.value, p.key)})
	case "contains":
		return append(checks, contains{p, r.texts(p.value, p.key)})
	case "matches":
		return append(checks, matches{p, r.patterns(p.value)})
	case "id":
		return append(checks, idIs{p, r.texts(p.value, p.key)})
	case "buttons":
		if r.List(p.value, p.key, "start each button with a dash: `- TITLE` or `- {title: …, payload: …}`; if there are none, `buttons: []`") {
			checks = append(checks, buttonsAre{p, r.buttons(p.value)})
		}
	case "reply":
		if r.isMap(p.value, p.key) {
			checks = append(checks, replyHas{p, fromJSON(p.value.Python())})
		}
	default:
		if slices.Contains(wholeKeys, p.key) {
			r.Error(written.Key, diag.TestKey, document.Quote(p.key)+" is not allowed in an alternative", "move it up, directly below expect")
			break
		}
		r.Unknown(written, "an expectation", slices.Concat(messageKeys, wholeKeys)...)
	}
	return checks
}

// The keys of an expectation: those that apply to each message, which are also
// allowed in alternatives, and those that apply to all messages together.
var (
	messageKeys = []string{"text", "contains", "matches", "buttons", "id", "reply"}
	wholeKeys   = []string{"outcome", "group", "eligible", "problems", "any_of"}
)

func (r *reader) patterns(v document.Value) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, text := range r.texts(v, "matches") {
		p, err := regexp.Compile(text)
		if err != nil {
			r.Error(v, diag.TestPattern, "invalid regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), hintForPattern(text))
			continue
		}
		out = append(out, p)
	}
	return out
}

// hintForPattern returns the hint for a text that is no regular expression: most
// were meant literally.
func hintForPattern(text string) string {
	if strings.ContainsAny(text, "\n\r") {
		return "put a backslash before each special character that is meant literally"
	}
	return "to match this text itself, write `'" + strings.ReplaceAll(regexp.QuoteMeta(text), "'", "''") + "'`"
}

// buttons reads a list of buttons: each a title, or a map with some of its keys.
func (r *reader) buttons(list document.Value) []nlg.Value {
	out := []nlg.Value{}
	for item := range list.Items() {
		if item.IsMap() {
			out = append(out, fromJSON(item.Python()))
			continue
		}
		out = append(out, dictOf("title", nlg.Str(r.text(item, "a button"))))
	}
	return out
}
