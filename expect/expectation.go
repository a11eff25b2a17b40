package expect

import (
	"regexp"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// Expectation is what a case expects.
type Expectation struct {
	node *yamlsrc.Node
	doc  *yamlsrc.Document
	// outcome is the word that was written, empty for none.
	outcome     string
	outcomeNode *yamlsrc.Node
	// whole are held against the selection, each against every message.
	whole []wholeCheck
	each  []messageCheck
	// choices are alternatives of which every message must meet one. With
	// complete set, every one must be met by a message too.
	choices     []choice
	choicesNode *yamlsrc.Node
	complete    bool
}

// Position is where the expectation stands.
func (x *Expectation) Position() nlg.Position { return x.doc.Position(x.node) }

// choice is one of several wordings.
type choice struct {
	node   *yamlsrc.Node
	checks []messageCheck
}

// The words for outcomes in expectation files; "said" and the rest are those
// of nlg.Outcome.
const unknownWord = "unknown"

func outcomeWords() []string {
	return []string{nlg.Said.String(), nlg.Silence.String(), unknownWord, nlg.InternalError.String()}
}

// expectation reads the value of "expect", nil if nothing is written there.
//
//	expect: a text                    what every variation says
//	expect: [a text, another]         what the variations say, each one of them
//	expect: {text: …, buttons: …, …}  more than the text
func (r *reader) expectation(own *yamlsrc.Pair) *Expectation {
	if own == nil || yamlsrc.IsNull(own.Value) {
		return nil
	}
	n := own.Value
	x := &Expectation{node: n, doc: r.doc, choicesNode: n}
	switch n.Kind {
	case yamlsrc.Mapping:
		if len(n.Pairs) == 0 {
			return nil
		}
		r.parts(x, n)
	case yamlsrc.Sequence:
		if len(n.Items) == 0 {
			return nil
		}
		x.choices, x.complete = r.choices(n), true
	default:
		x.each = r.message(nil, "text", n)
	}
	return x
}

// parts reads the keys of an expectation.
func (r *reader) parts(x *Expectation, n *yamlsrc.Node) {
	for _, p := range n.Pairs {
		key, v := keyText(p.Key), p.Value
		switch key {
		case "outcome":
			x.outcome, x.outcomeNode = r.word(v, key, outcomeWords()), v
		case "group":
			x.whole = append(x.whole, groupIs{part{key, v}, r.group(v)})
		case "eligible":
			x.whole = append(x.whole, r.eligible(part{key, v}))
		case "problems":
			x.whole = append(x.whole, problemsAre{part{key, v}, r.problems(v)})
		case "any_of":
			if r.isList(v, key, "write each wording with a dash") {
				x.choices, x.choicesNode = r.choices(v), v
			}
		default:
			x.each = r.message(x.each, key, v, p.Key)
		}
	}
	if x.outcome == nlg.Silence.String() || x.outcome == unknownWord {
		if len(n.Pairs) > 1 {
			r.error(x.outcomeNode, diag.TestContradicts, "nothing is said with this outcome, and more is expected", "remove the other keys, or the outcome")
		}
	}
}

// choices reads alternatives, each a text or a map.
func (r *reader) choices(list *yamlsrc.Node) []choice {
	var out []choice
	for _, item := range list.Items {
		c := choice{node: item}
		if item.Kind != yamlsrc.Mapping {
			c.checks = r.message(nil, "text", item)
		} else {
			for _, p := range item.Pairs {
				c.checks = r.message(c.checks, keyText(p.Key), p.Value, p.Key)
			}
		}
		out = append(out, c)
	}
	return out
}

// message reads one key that is held against messages. The node of the key
// itself is passed if it was written.
func (r *reader) message(checks []messageCheck, key string, v *yamlsrc.Node, written ...*yamlsrc.Node) []messageCheck {
	p := part{key, v}
	switch key {
	case "text":
		return append(checks, textIs{p, r.texts(v, key)})
	case "contains":
		return append(checks, contains{p, r.texts(v, key)})
	case "matches":
		return append(checks, matches{p, r.patterns(v)})
	case "id":
		return append(checks, idIs{p, r.texts(v, key)})
	case "buttons":
		if r.isList(v, key, `write each button with a dash:  - Yes  or  - {title: "Yes", payload: /affirm}; [] for none`) {
			checks = append(checks, buttonsAre{p, r.buttons(v)})
		}
	case "reply":
		if r.isMap(v, key) {
			checks = append(checks, replyHas{p, fromJSON(v.ToValue())})
		}
	default:
		for _, n := range written {
			known := slices.Concat(messageKeys(), wholeKeys())
			r.error(n, diag.TestKey, "an expectation has no key "+quote(key)+" here", "its keys are "+joinWords(known)+"; the last five stand at its top only")
		}
	}
	return checks
}

func messageKeys() []string {
	return []string{"text", "contains", "matches", "buttons", "id", "reply"}
}
func wholeKeys() []string { return []string{"outcome", "group", "eligible", "problems", "any_of"} }

func (r *reader) patterns(n *yamlsrc.Node) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, text := range r.texts(n, "matches") {
		p, err := regexp.Compile(text)
		if err != nil {
			r.error(n, diag.TestPattern, "this is no regular expression: "+err.Error(), `put it in single quotes, and a backslash before what is meant as written: '\?'`)
			continue
		}
		out = append(out, p)
	}
	return out
}

// buttons reads a list of buttons: each a title, or a map of what it has.
func (r *reader) buttons(list *yamlsrc.Node) []nlg.Value {
	out := []nlg.Value{}
	for _, item := range list.Items {
		if item.Kind == yamlsrc.Mapping {
			out = append(out, fromJSON(item.ToValue()))
			continue
		}
		title := r.text(item, "a button")
		out = append(out, dictOf("title", nlg.Str(title)))
	}
	return out
}
