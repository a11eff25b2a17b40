package nlg

import (
	"errors"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/interpolate/jinja"
)

// jinjaEngine renders Jinja templates. Rasa: section 4.5.
type jinjaEngine struct{}

func (jinjaEngine) compile(u *unit, n *yamlsrc.Node, source string) compiledText {
	t, err := jinja.Compile(source)
	if err != nil {
		problem := &Problem{Kind: Raised, Message: err.Error()}
		line, column, code, hint := n.Line, n.Column, diag.JinjaSyntax, ""
		if syntax, ok := errors.AsType[*jinja.SyntaxError](err); ok {
			line, column = u.doc.Locate(n, max(syntax.Offset, 0))
			problem.Message, hint = syntax.Message, syntax.Hint
			if syntax.Refused {
				code = diag.JinjaRefused
			}
		}
		u.diags = append(u.diags, u.doc.Diagnose(line, column, diag.Defect, code,
			problem.Message+"; the text goes out as written", hint))
		return compiledText{static: source, problem: problem}
	}
	if static, ok := t.Static(); ok {
		return compiledText{static: static}
	}
	return compiledText{text: jinjaText{source, t}}
}

type jinjaText struct {
	source   string
	template *jinja.Template
}

// append appends the rendered text; the raw one where Rasa would raise (D1) or
// sends it raw itself. A fault of the engine's own must not silence the bot
// either: the text goes out raw, and the message asks for a report.
func (t jinjaText) append(dst []byte, vars *variables) (out []byte, problem *Problem) {
	defer func() {
		if cause := recover(); cause != nil {
			out = append(dst, t.source...)
			problem = &Problem{Kind: Raised, Message: "a fault of nlgserver's own in this template; please report it with the template"}
		}
	}()
	out, err := t.template.Append(dst, vars)
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
	return append(dst, t.source...), &Problem{Kind: kind, Message: err.Message}
}

func (t jinjaText) variables() []string { return t.template.Variables() }
