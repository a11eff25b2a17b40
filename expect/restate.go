package expect

import (
	"slices"

	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// restate returns what the case's expectation would have to be today. It
// looks at the same things as the one that was written, where that can be
// told.
func restate(r *Result) nlg.Value {
	x := r.Case.Expectation
	e := r.Explanation
	switch {
	case e == nil || len(e.Messages) == 0:
		return dictOf("outcome", nlg.Str(r.Outcome()))
	case x == nil || x.node.Kind != yamlsrc.Mapping || x.outcome == unknownWord || x.outcome == nlg.Silence.String():
		return wordings(e.Messages)
	default:
		return x.restate(r)
	}
}

// wordings are the texts of messages, each once; a message without a text is
// its whole reply.
func wordings(messages []*nlg.Message) nlg.Value {
	var out []nlg.Value
	for _, sent := range messages {
		m := read(sent)
		v := (textIs{}).restate(m)
		if v.IsNone() {
			v = dictOf("reply", valueOf(m.dict))
		}
		out = appendNew(out, v)
	}
	if len(out) == 1 {
		return out[0]
	}
	return python.List(out...)
}

// appendNew appends a value that is not there yet.
func appendNew(list []nlg.Value, v nlg.Value) []nlg.Value {
	if slices.ContainsFunc(list, func(o nlg.Value) bool { return python.Equal(o, v) }) {
		return list
	}
	return append(list, v)
}

// restate keeps the keys that hold, in their order, and renews the others.
func (x *Expectation) restate(r *Result) nlg.Value {
	failed := func(key string) bool {
		return slices.ContainsFunc(r.Failures, func(f Failure) bool { return f.key == key || f.key == "" })
	}
	out := &nlg.Dict{}
	for _, p := range x.node.Pairs {
		key := keyText(p.Key)
		switch check := x.check(key); {
		case !failed(key):
			out.Set(key, p.Value.ToValue())
		case key == "outcome":
			out.Set(key, nlg.Str(r.Outcome()))
		case key == "any_of":
			out.Set(key, listOf(wordings(r.Explanation.Messages)))
		case check == nil:
			if whole := x.wholeCheck(key); whole != nil {
				out.Set(key, whole.restate(r.Explanation))
			}
		case key == "contains" || key == "matches":
			// What was meant to be in the text, nobody can tell any more.
			if pairOf(x.node, "text") == nil {
				x.renew(out, "text", check, r)
			}
		default:
			x.renew(out, key, check, r)
		}
	}
	return valueOf(out)
}

// renew sets a key to what the messages have: one value, for texts and ids
// also several. Where they differ in more, they stand side by side under
// any_of.
func (x *Expectation) renew(out *nlg.Dict, key string, check messageCheck, r *Result) {
	var values []nlg.Value
	for _, m := range r.Explanation.Messages {
		values = appendNew(values, check.restate(read(m)))
	}
	areTexts := !slices.ContainsFunc(values, func(v nlg.Value) bool { _, ok := v.Text(); return !ok })
	switch {
	case len(values) == 1 && (areTexts || key == "buttons" || key == "reply"):
		out.Set(key, values[0])
	case areTexts:
		out.Set(key, python.List(values...))
	default:
		var whole []nlg.Value
		for _, m := range r.Explanation.Messages {
			whole = appendNew(whole, dictOf("reply", valueOf(read(m).dict)))
		}
		out.Set("any_of", python.List(whole...))
	}
}

// check returns the check that was written under a key, nil for none.
func (x *Expectation) check(key string) messageCheck {
	for _, c := range x.each {
		if c.at().key == key {
			return c
		}
	}
	return nil
}

func (x *Expectation) wholeCheck(key string) wholeCheck {
	for _, c := range x.whole {
		if c.at().key == key {
			return c
		}
	}
	return nil
}

func listOf(v nlg.Value) nlg.Value {
	if v.Kind() == python.KindList {
		return v
	}
	return python.List(v)
}
