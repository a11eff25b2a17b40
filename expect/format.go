package expect

import (
	"bytes"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// FromRequest writes an expectation file with one case for a request, which
// expects the current reply. It keeps only the slots and arguments that the
// reply depends on, if the catalog keeps what was written
// (nlg.Options.KeepWritten), else all of them.
func (r *Runner) FromRequest(req *nlg.Request, name string) []byte {
	data := formatCase(r.essential(req), name)
	f, diags := Read("", data, Options{})
	if diags.HasErrors() {
		return data
	}
	return r.Update(f, func(*Case) bool { return true }).Data
}

// essential removes the values that no variation of the response uses from a
// request, if the reply is the same without them.
func (r *Runner) essential(req *nlg.Request) *nlg.Request {
	w := r.Catalog.Written(req.Response)
	if w == nil {
		return req
	}
	wanted := map[string]bool{"language": true}
	for _, place := range r.Language.From {
		wanted[place.Name] = true
	}
	for _, v := range w.Variations {
		for _, slot := range v.Slots() {
			wanted[slot] = true
		}
		for _, text := range v.Texts {
			for _, variable := range text.Variables() {
				wanted[variable] = true
			}
		}
	}
	less := *req
	for _, m := range [...]*nlg.Mapping{&less.Slots, &less.Arguments, &less.Metadata} {
		if *m != nil {
			*m = only(*m, wanted)
		}
	}
	if !wanted["context"] {
		less.Context = &nlg.Dict{}
	}
	if !r.sameReplies(req, &less) {
		return req
	}
	return &less
}

// only keeps the wanted entries.
func only(m nlg.Mapping, wanted map[string]bool) *nlg.Dict {
	out := &nlg.Dict{}
	m.Each(func(name string, v nlg.Value) bool {
		if wanted[name] {
			out.Set(name, v)
		}
		return true
	})
	return out
}

// sameReplies reports whether two requests get the same replies.
func (r *Runner) sameReplies(a, b *nlg.Request) bool {
	x, err := r.Catalog.Explain(a)
	if err != nil {
		return false
	}
	y, err := r.Catalog.Explain(b)
	if err != nil || len(x.Messages) != len(y.Messages) {
		return false
	}
	for i := range x.Messages {
		if x.Eligible[i] != y.Eligible[i] || !bytes.Equal(x.Messages[i].JSON, y.Messages[i].JSON) {
			return false
		}
	}
	return true
}

// formatCase writes a file with one case that expects nothing.
func formatCase(req *nlg.Request, name string) []byte {
	w := writer{newline: "\n"}
	w.b.WriteString("tests:\n  - ")
	test := &nlg.Dict{}
	if name != "" {
		test.Set("name", nlg.Str(name))
	}
	test.Set("response", nlg.Str(req.Response))
	switch {
	case req.Channel == channels.Collector && req.InputChannel == restInput:
	case req.Channel == req.InputChannel:
		test.Set("channel", nlg.Str(req.Channel))
	default:
		test.Set("channel", nlg.Str(req.Channel))
		test.Set("input_channel", nlg.Str(req.InputChannel))
	}
	for _, part := range [...]struct {
		key string
		m   nlg.Mapping
	}{{"slots", req.Slots}, {"arguments", req.Arguments}, {"context", req.Context}, {"metadata", req.Metadata}} {
		if d, ok := part.m.(*python.Dict); ok && d.Len() > 0 {
			test.Set(part.key, valueOf(d))
		}
	}
	w.block(valueOf(test), 2*indentStep)
	w.b.WriteString("\n")
	return []byte(w.b.String())
}
