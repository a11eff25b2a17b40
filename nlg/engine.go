package nlg

import (
	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/interpolate"
)

// engine compiles the texts of a variation. Rasa: section 2.2, key "template".
type engine interface {
	compile(u *unit, n *yamlsrc.Node, source string) compiledText
}

// compiledText is a text that is known at load, or one to be filled.
type compiledText struct {
	static  string
	problem *Problem
	text    text
}

// engineOf returns the engine that the metadata asks for.
func engineOf(metadata *yamlsrc.Node) engine {
	if metadata == nil || metadata.Kind != yamlsrc.Mapping {
		return formatEngine{}
	}
	e := metadata.Get("template")
	if e == nil {
		return formatEngine{}
	}
	switch name, _ := e.Value.Text(); name {
	case formatName:
		return formatEngine{}
	case jinjaName:
		return jinjaEngine{}
	default:
		return noEngine{}
	}
}

// The names of the engines in metadata.template.
const (
	formatName = "format"
	jinjaName  = "jinja"
)

func knownEngine(n *yamlsrc.Node) bool {
	name, _ := n.Value.Text()
	return n.Kind == yamlsrc.Scalar && (name == formatName || name == jinjaName)
}

// noEngine leaves every text as written: Rasa raises on the engine's name.
type noEngine struct{}

func (noEngine) compile(_ *unit, _ *yamlsrc.Node, source string) compiledText {
	return compiledText{static: source, problem: &Problem{Kind: Raised, Message: "metadata.template names no engine that Rasa has"}}
}

// formatEngine fills {name}. Rasa: section 4.3.
type formatEngine struct{}

func (formatEngine) compile(u *unit, n *yamlsrc.Node, source string) compiledText {
	t := interpolate.Compile(source)
	for _, p := range t.Lint() {
		line, column := u.doc.Locate(n, max(p.Offset, 0))
		u.diags = append(u.diags, u.doc.Diagnose(line, column, diag.Defect, diag.FormatRaises,
			p.Message+": Rasa raises here, and the bot says nothing", "write every brace that is no variable twice: {{ and }}"))
	}
	if p := t.NeverFilled(); p != nil && len(t.Lint()) == 0 {
		line, column := u.doc.Locate(n, max(p.Offset, 0))
		u.diags = append(u.diags, u.doc.Diagnose(line, column, diag.Warning, diag.NeverFilled,
			"nothing can fill this text, and it goes out as written: "+p.Message, "variables are single braces around a name, and every other brace is written twice"))
	}
	if static, problem, ok := t.Static(); ok {
		return compiledText{static: static, problem: formatProblem(problem)}
	}
	return compiledText{text: formatText{t}}
}

type formatText struct{ template *interpolate.Template }

func (t formatText) append(dst []byte, vars *variables) ([]byte, *Problem) {
	out, problem := t.template.Append(dst, vars)
	return out, formatProblem(problem)
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
