package expect

import (
	"slices"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// restate returns the expectation with which the case would pass now. It checks
// the same keys as the one in the file, if possible.
func restate(r *Result) nlg.Value {
	x := r.Case.Expectation
	e := r.Explanation
	switch {
	case e == nil || len(e.Messages) == 0:
		return dictOf("outcome", nlg.Str(r.Outcome()))
	case x == nil || !x.value.IsMap() || x.outcome == unknownWord || x.outcome == nlg.Silence.String():
		return wordings(e.Messages)
	default:
		return x.restate(r)
	}
}

// wordings returns the texts of messages, each once; for a message without a
// text it is the whole reply.
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

// appendNew appends a value unless the list has it.
func appendNew(list []nlg.Value, v nlg.Value) []nlg.Value {
	if slices.ContainsFunc(list, func(o nlg.Value) bool { return python.Equal(o, v) }) {
		return list
	}
	return append(list, v)
}

// restate keeps the keys that match, in their order, and updates the others.
func (x *Expectation) restate(r *Result) nlg.Value {
	failed := func(key string) bool {
		return slices.ContainsFunc(r.Failures, func(f Failure) bool { return f.key == key || f.key == "" })
	}
	out := &nlg.Dict{}
	for e := range x.value.Entries() {
		key := e.Name()
		switch check := x.check(key); {
		case !failed(key):
			out.Set(key, e.Value.Python())
		case key == "outcome":
			out.Set(key, nlg.Str(r.Outcome()))
		case key == "any_of":
			out.Set(key, listOf(wordings(r.Explanation.Messages)))
		case check == nil:
			if whole := x.wholeCheck(key); whole != nil {
				out.Set(key, whole.restate(r.Explanation))
			}
		case key == "contains" || key == "matches":
			// The intended part of the text is unknown, so expect all of it.
			if x.value.Get("text").IsMissing() {
				x.renew(out, "text", check, r)
			}
		default:
			x.renew(out, key, check, r)
		}
	}
	return valueOf(out)
}

// renew sets a key to the value of the messages, or to the list of their texts or ids.
// If the messages differ in another key, it lists whole replies under any_of.
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

// check returns the check of a key, nil if there is none.
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
