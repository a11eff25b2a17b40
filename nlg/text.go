package nlg

import (
	"nlgserver/internal/python"
	"nlgserver/interpolate"
	"nlgserver/interpolate/jinja"
	"nlgserver/responses"
)

// text is a compiled text with variables.
type text interface {
	// append appends the filled text, or the text as written and the reason. The
	// budget of the request pays for it.
	append(dst []byte, vars *variables) ([]byte, *Problem)
	// source returns the text as written.
	source() string
	// variables returns the names that the text uses.
	variables() []string
	// printed returns the values that fill the text, and whether the budget paid for that.
	printed(vars *variables) ([]string, bool)
}

// compileText returns a text that is the same for every request, with its
// problem if it has one, or else a text to fill.
func compileText(t *responses.Text) (static string, problem *Problem, filled text) {
	switch {
	case t.Format != nil:
		if static, found, ok := t.Format.Static(); ok {
			return static, formatProblem(found), nil
		}
		return "", nil, formatText{t.Format}
	case t.Jinja != nil:
		if static, ok := t.Jinja.Static(); ok {
			return static, nil, nil
		}
		return "", nil, jinjaText{t.Source, t.Jinja}
	default:
		return t.Source, &Problem{Kind: Raised, Message: t.Fault}, nil
	}
}

// formatText is filled by the format engine. Rasa: section 4.3.
type formatText struct{ template *interpolate.Template }

func (t formatText) append(dst []byte, vars *variables) ([]byte, *Problem) {
	out, problem := t.template.Append(dst, vars, vars.Budget)
	return out, formatProblem(problem)
}

func (t formatText) source() string { return t.template.Text() }

func (t formatText) printed(vars *variables) ([]string, bool) {
	var all []string
	for _, name := range t.template.Variables() {
		v, ok := vars.Get(name)
		if !ok {
			return nil, false
		}
		printed, stop := python.AppendStrWithin(nil, v, interpolate.MaxSize, vars.Budget)
		if stop != python.Whole {
			return nil, false
		}
		all = append(all, string(printed))
	}
	return all, !vars.Budget.Reason().Refuses()
}

func (t formatText) variables() []string { return t.template.Variables() }

func formatProblem(p *interpolate.Problem) *Problem {
	if p == nil {
		return nil
	}
	kind := Raised
	switch p.Kind {
	case interpolate.Missing:
		kind = Missing
	case interpolate.Limit:
		kind = Limited
	}
	return &Problem{Kind: kind, Message: p.Message}
}

// jinjaText is filled by Jinja. Rasa: section 4.5.
type jinjaText struct {
	written  string
	template *jinja.Template
}

// append appends the rendered text, or the text as written if Rasa would raise
// an error (D1) or also sends it as written. The same happens on an internal
// error of the engine, so that the bot still sends something; the problem then
// asks for a report.
func (t jinjaText) append(dst []byte, vars *variables) (out []byte, problem *Problem) {
	defer func() {
		if cause := recover(); cause != nil {
			out = append(dst, t.written...)
			problem = &Problem{Kind: Raised, Message: "internal error of nlgserver in this template; please report it, with the template"}
		}
	}()
	out, err := t.template.Append(dst, vars, vars.Budget)
	if err == nil {
		return out, nil
	}
	kind := Raised
	switch err.Kind {
	case jinja.Undefined:
		kind = Missing
	case jinja.Limit:
		kind = Limited
	}
	return append(dst, t.written...), &Problem{Kind: kind, Message: err.Message}
}

func (t jinjaText) source() string { return t.written }

func (t jinjaText) printed(vars *variables) ([]string, bool) {
	all, err := t.template.Printed(vars, vars.Budget)
	return all, err == nil
}

func (t jinjaText) variables() []string { return t.template.Variables() }
