package responses

import (
	"errors"
	"fmt"
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/interpolate/jinja"
	"nlgserver/selector"
	"nlgserver/selector/predicate"
)

// slotPredicate is a condition in Rasa Pro's form: a predicate over slots.
// Rasa: section 3.3.
type slotPredicate struct {
	at        Value
	predicate *predicate.Predicate
}

// maxPredicate is the length of the longest predicate, in bytes.
const maxPredicate = 64 << 10

// readPredicate compiles a condition written as a string.
func (f *File) readPredicate(v Value, source string) Condition {
	if source == "" {
		f.warn(v, diag.PredicateError, "an empty predicate never holds, and does not make the variation a default", "remove `condition`, or write a predicate")
		return never{at: v, why: "its predicate is empty"}
	}
	const perPart = 4 // characters
	if len(source) > maxPredicate {
		f.error(v, diag.TooLong, fmt.Sprintf("this predicate is longer than %d bytes", maxPredicate), "split it: write a variation for each part of its `or`")
		return never{at: v, why: "it is too long"}
	}
	if !f.meter.Take(len(source) / perPart) {
		return never{at: v, why: "it was not read"}
	}
	p, problems := predicate.Compile(source, compileJinja)
	f.tell(v, source, problems)
	for _, doubt := range jinjaDoubts(source) {
		f.report(v.DiagnoseAt(doubt.Offset, diag.Defect, diag.JinjaSyntax, doubt.Message+"; the condition does not hold once this is reached", doubt.Hint))
	}
	return slotPredicate{v, p}
}

// tell reports the problems of a predicate. Where its slips can be mended, the hint
// is the whole condition, ready to paste.
func (f *File) tell(v Value, source string, problems []predicate.Problem) {
	var whole, mended string
	if len(problems) > 0 {
		var ok bool
		if mended, ok = predicate.Mend(source); ok {
			whole = "write `condition: " + quoteCondition(mended) + "`"
			if strings.Contains(mended, "`") {
				whole = ""
			}
		}
	}
	for _, found := range problems {
		severity := diag.Defect
		if found.Warning {
			severity = diag.Warning
		}
		hint := found.Hint
		if whole != "" && found.Kind != predicate.SlowRegex {
			hint = whole
		}
		f.report(v.DiagnoseAt(found.Offset, severity, predicateCode(found.Kind), found.Message, hint))
		if mended != "" && found.Kind != predicate.SlowRegex {
			f.mend(predicateCode(found.Kind), diag.Mend{Label: "Change to " + diag.Labeled(mended), Put: jsonOf(mended)})
		}
	}
}

// quoteCondition writes a predicate as a YAML string.
func quoteCondition(predicate string) string {
	if !strings.ContainsAny(predicate, `"\`) {
		return `"` + predicate + `"`
	}
	return "'" + strings.ReplaceAll(predicate, "'", "''") + "'"
}

// jinjaDoubts returns what is wrong in a predicate's template and shows only when it
// is rendered.
func jinjaDoubts(source string) []jinja.SyntaxError {
	if !strings.Contains(source, "{") {
		return nil
	}
	t, err := jinja.Compile(source)
	if err != nil {
		return nil // Compile of the predicate reports it
	}
	return t.Doubts()
}

// predicateCode returns the diagnostic code for a problem in a predicate.
func predicateCode(kind predicate.Kind) diag.Code {
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

func (p slotPredicate) Test() selector.Test { return predicateTest{p.predicate} }

func (p slotPredicate) Meaning() string { return "predicate " + p.predicate.Normal() }

func (p slotPredicate) Facts() []string {
	return []string{p.predicate.Words()}
}

func (slotPredicate) Equality() (Use, bool) { return Use{}, false }

func (p slotPredicate) Uses() []Use {
	var uses []Use
	for _, slot := range p.predicate.Slots() {
		uses = append(uses, Use{Slot: slot, At: p.at})
	}
	return uses
}

// Never returns nil: predicates are not analyzed for contradictions.
func (slotPredicate) Never() *Fault { return nil }

func (p slotPredicate) Implies(other Condition) bool { return p.Meaning() == other.Meaning() }

// PredicateLiteral returns a value as a literal of the predicate language.
func PredicateLiteral(v python.Value) string {
	switch v.Kind() {
	case python.KindStr:
		return "'" + v.Str() + "'"
	case python.KindNone:
		return "null"
	default:
		return strings.ToLower(v.Str())
	}
}

// PartWords returns a part of a predicate as people read it: with the names of slots
// instead of slots.NAME.
func PartWords(text string) string { return predicate.PartWords(text) }

// predicateTest adapts a predicate to selector.Test.
type predicateTest struct{ predicate *predicate.Predicate }

// Holds implements selector.Test.
func (t predicateTest) Holds(slots python.Mapping, work *budget.Budget) bool {
	return t.predicate.Eval(slots, work)
}

// Parts implements selector.Test: the whole is one part, unless it is a constant
// such as "true", which no case can make come out otherwise.
func (t predicateTest) Parts(slots python.Mapping, work *budget.Budget) []selector.Part {
	if len(t.Explain(slots, work.Fork())) == 0 {
		return nil
	}
	return []selector.Part{{Text: "its condition", Holds: t.Holds(slots, work)}}
}

// Explain implements selector.Test. It returns the whole predicate, then each
// part below it. The whole has an outcome even if it is only a value, such as
// "slots.vip".
func (t predicateTest) Explain(slots python.Mapping, work *budget.Budget) []selector.Reason {
	trace := t.predicate.Explain(slots, work)
	reasons := make([]selector.Reason, 0, len(trace.Steps)+1)
	if trace.Rendered != "" {
		reasons = append(reasons, selector.Reason{Text: "rendered by Jinja", Actual: trace.Rendered, Role: selector.IsValue})
	}
	if trace.Error != "" {
		reasons = append(reasons, selector.Reason{Text: t.predicate.Source(), Actual: "false because of an error: " + trace.Error, Role: selector.IsOutcome})
	}
	for _, s := range trace.Steps {
		r := selector.Reason{Text: s.Text, Actual: s.Value, Depth: s.Depth, Role: selector.IsValue}
		switch {
		case s.Skipped:
			r.Role = selector.IsSkipped
		case s.Depth == 0:
			r.Role, r.Holds = selector.IsOutcome, trace.Holds
		case s.Value == "True" || s.Value == "False" || s.Value == "error":
			r.Role, r.Holds = selector.IsOutcome, s.Value == "True"
		}
		reasons = append(reasons, r)
	}
	return reasons
}

// compileJinja compiles a Jinja template for a predicate. Its only variable is
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
func (t slotsTemplate) Render(slots python.Mapping, work *budget.Budget) (string, error) {
	all := predicate.Document(slots, work)
	if all == nil {
		return "", errors.New("the slots take more memory or work than one request may")
	}
	out, err := t.template.Append(nil, python.DictOf("slots", python.OfDict(all)), work)
	if err != nil {
		if err.Kind == jinja.Limit {
			work.Cut()
		}
		return "", err
	}
	return string(out), nil
}
