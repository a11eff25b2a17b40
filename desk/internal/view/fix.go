package view

import (
	"encoding/json"
	"slices"
	"strings"

	"nlgserver/edit"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// proposal makes ops of what fixes a finding about a variation.
type proposal struct {
	response string
	number   int
	v        *responses.Variation
	fields   *fields
}

// of returns the fix of a finding; nil if it has none that can be written as ops.
func (p proposal) of(d *nlg.Diagnostic) *Fix {
	m := diag.MendOf(d)
	if m == nil {
		return nil
	}
	fix := &Fix{Label: m.Label}
	ok := true
	switch {
	case len(m.Texts) > 0:
		fix.Ops, ok = p.texts(m.Texts)
	case m.Wrap:
		// Another field makes it a map; a text is never without one of its own.
		id := p.op(edit.Set, "id", "", json.RawMessage(`"wrapped"`), responses.Value{})
		fix.Ops = []edit.Op{id, p.op(edit.Unset, "id", "", nil, responses.Value{})}
		ok = !p.v.Value.IsMap()
	case m.Channel != "":
		fix.Ops = []edit.Op{p.op(edit.Set, "channel", "", jsonOf(m.Channel), p.v.Key("channel"))}
		ok = !isExpanded(p.v.Key("channel"))
	case m.Add != "" && m.InVariation:
		fix.Ops = []edit.Op{p.op(edit.Set, m.Add, "", json.RawMessage(m.Put), p.was(m.Add))}
	case m.Add != "":
		at := p.stepsOf(p.fields.find(d.Position, false))
		fix.Ops, ok = p.at(edit.Set, append(at, m.Add), json.RawMessage(m.Put), responses.Value{})
	case m.Rename != "":
		fix.Ops, ok = p.rename(p.fields.find(d.Position, true), m.Rename)
	default:
		i := p.fields.find(d.Position, false)
		s := &p.fields.spots[i]
		if s.isKey || s.parent < 0 {
			return nil
		}
		kind := edit.Set
		if m.Remove {
			kind = edit.Unset
		}
		fix.Ops, ok = p.at(kind, p.stepsOf(i), json.RawMessage(m.Put), s.value)
		ok = ok && !isExpanded(s.value)
	}
	if !ok || len(fix.Ops) == 0 {
		return nil
	}
	return fix
}

// was returns the value of a key in a map of the variation, such as metadata.template.
func (p proposal) was(path string) responses.Value {
	v := p.v.Value
	for key := range strings.SplitSeq(path, ".") {
		v = v.Get(key)
	}
	return v
}

// isExpanded reports whether a value has environment variables, which an op would
// replace by what they are.
func isExpanded(v responses.Value) bool { return strings.Contains(v.Written(), "${") }

// texts returns the ops that set texts; not ok if one is not there.
func (p proposal) texts(texts []diag.MendedText) (ops []edit.Op, ok bool) {
	for _, t := range texts {
		i := slices.IndexFunc(p.v.Texts, func(one *responses.Text) bool { return one.Path == t.Path && one.Language == t.Language })
		var was responses.Value
		if i >= 0 {
			was = p.v.Texts[i].Value
		} else if was = p.v.Value.At(t.Path); !was.IsScalar() {
			return nil, false
		}
		if isExpanded(was) {
			return nil, false
		}
		ops = append(ops, p.op(edit.Set, t.Path, t.Language, jsonOf(t.Text), was))
	}
	return ops, true
}

// rename returns the ops that give a key another name.
func (p proposal) rename(key int32, name string) (ops []edit.Op, ok bool) {
	k := &p.fields.spots[key]
	if !k.isKey || k.parent < 0 {
		return nil, false
	}
	steps := p.stepsOf(key)
	value := p.fields.spots[k.parent].value.Get(k.step)
	if isExpanded(value) {
		return nil, false
	}
	set, ok := p.at(edit.Set, append(steps[:len(steps)-1:len(steps)-1], name), json.RawMessage(value.Python().AppendJSON(nil)), responses.Value{})
	if !ok {
		return nil, false
	}
	unset, ok := p.at(edit.Unset, steps, nil, value)
	return append(set, unset...), ok
}

// stepsOf returns the way to a spot.
func (p proposal) stepsOf(i int32) []string {
	var steps []string
	for ; p.fields.spots[i].parent >= 0; i = p.fields.spots[i].parent {
		steps = append(steps, p.fields.spots[i].step)
	}
	slices.Reverse(steps)
	return steps
}

// at returns the op on what is at the end of a way; not ok if no path can say that.
func (p proposal) at(kind edit.Kind, steps []string, value json.RawMessage, was responses.Value) (ops []edit.Op, ok bool) {
	language := ""
	if i := slices.Index(steps, "translation"); i >= 0 && i+1 < len(steps) {
		switch {
		case i == 0 && len(steps) == 2:
			steps, language = []string{"text"}, steps[1]
		case i == 2 && len(steps) == 5 && steps[0] == "buttons":
			steps, language = []string{steps[0], steps[1], steps[4]}, steps[3]
		}
	}
	var path strings.Builder
	for _, s := range steps {
		isIndex := strings.HasPrefix(s, "[")
		if !isIndex && strings.ContainsAny(s, ".[]") || s == "" {
			return nil, false
		}
		if path.Len() > 0 && !isIndex {
			path.WriteByte('.')
		}
		path.WriteString(s)
	}
	return []edit.Op{p.op(kind, path.String(), language, value, was)}, true
}

// op returns an op on a field, whose author saw a value.
func (p proposal) op(kind edit.Kind, path, language string, value json.RawMessage, was responses.Value) edit.Op {
	op := edit.Op{Kind: kind, Response: p.response, Number: p.number, Path: path, Language: language}
	if kind == edit.Set {
		op.Value = value
	}
	if !was.IsMissing() {
		op.Was = json.RawMessage(was.Python().AppendJSON(nil))
	}
	return op
}

func jsonOf(text string) json.RawMessage {
	out, _ := json.Marshal(text) // a string always can be
	return out
}
