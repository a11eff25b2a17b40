package nlg

import (
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
	"nlgserver/interpolate/jinja"
	"nlgserver/selector"
	"nlgserver/selector/predicate"
)

// readPredicate compiles a condition written as a text. Rasa: section 3.3.
func (u *unit) readPredicate(n *yamlsrc.Node, source string) selector.Test {
	if source == "" {
		u.warn(n, diag.PredicateError, "an empty predicate never holds, and the variation is no default either", "write a predicate, or remove the key")
		return selector.Never{Why: "its predicate is empty"}
	}
	p, problems := predicate.Compile(source, compileJinja)
	for _, found := range problems {
		line, column := u.doc.Locate(n, max(found.Offset, 0))
		severity := diag.Defect
		if found.Warning {
			severity = diag.Warning
		}
		u.diags = append(u.diags, u.doc.Diagnose(line, column, severity, codeOf(found.Kind), found.Message, found.Hint))
	}
	return predicateTest{p}
}

// codeOf returns the diagnostic that a predicate's problem is.
func codeOf(kind predicate.Kind) diag.Code {
	switch kind {
	case predicate.Regex, predicate.SlowRegex:
		return diag.PredicateRegex
	case predicate.Jinja:
		return diag.JinjaSyntax
	case predicate.Suspicious:
		return diag.SuspiciousPredicate
	default:
		return diag.PredicateError
	}
}

// predicateTest is a predicate as the test of a variation.
type predicateTest struct{ predicate *predicate.Predicate }

// Holds implements selector.Test.
func (t predicateTest) Holds(slots python.Mapping) bool { return t.predicate.Eval(slots) }

// Explain implements selector.Test: the whole, then each part below it.
func (t predicateTest) Explain(slots python.Mapping) []selector.Reason {
	trace := t.predicate.Explain(slots)
	reasons := make([]selector.Reason, 0, len(trace.Steps)+1)
	if trace.Rendered != "" {
		reasons = append(reasons, selector.Reason{Text: "what Jinja made of it", Actual: trace.Rendered, Role: selector.IsValue})
	}
	if trace.Error != "" {
		reasons = append(reasons, selector.Reason{Text: t.predicate.Source(), Actual: "false because of an error: " + trace.Error, Role: selector.IsOutcome})
	}
	for _, s := range trace.Steps {
		r := selector.Reason{Text: s.Text, Actual: s.Value, Depth: s.Depth, Role: selector.IsValue}
		switch {
		case s.Skipped:
			r.Role = selector.IsSkipped
		case s.Value == "True" || s.Value == "False" || s.Value == "error":
			r.Role, r.Holds = selector.IsOutcome, s.Value == "True"
		}
		reasons = append(reasons, r)
	}
	return reasons
}

// compileJinja gives predicates their Jinja: a template with the one variable
// slots.
func compileJinja(source string) (predicate.Template, error) {
	t, err := jinja.Compile(source)
	if err != nil {
		return nil, err
	}
	return slotsTemplate{t}, nil
}

type slotsTemplate struct{ template *jinja.Template }

// Render implements predicate.Template.
func (t slotsTemplate) Render(slots python.Mapping) (string, error) {
	all := python.NewDict(16)
	slots.Each(func(name string, v python.Value) bool {
		all.Set(name, v)
		return true
	})
	out, err := t.template.Append(nil, python.DictOf("slots", python.OfDict(all)))
	if err != nil {
		return "", err
	}
	return string(out), nil
}
