package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

var (
	envReference = pattern.Lazy(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)
	capitals     = pattern.Lazy(`^[A-Z][A-Z0-9_]+$`)
)

// quotedEnv reports ${NAME} in a text in which it is not replaced because it is
// quoted, or has several lines. Rasa: section 1.7.
func (k *checker) quotedEnv(t *responses.Text) {
	at, name, set := k.envReference(t)
	if at == nil {
		return
	}
	why := "environment variable " + name + " is set"
	if !set {
		why = name + " looks like an environment variable, which is not set here"
	}
	reserved := document.IsReservedEnv(name)
	if reserved {
		why = name + " is one of the server's own settings, which content cannot contain"
	}
	reference := t.Source[at[0]:at[1]]
	how := "in quotes"
	switch {
	case t.Value.IsPlain():
		how = "in a text of several paragraphs"
	case t.Value.IsBlock():
		how = "in a block"
	}
	hint := "YAML cannot hold this text without quotes: pass the value as a slot"
	switch {
	case reserved:
		hint = "use a variable whose name does not start with NLG_ or OTEL_"
	case isPlainText(t.Source) && !inFlow(t):
		hint = "write the text without quotes: `" + t.Source + "`"
		if !set {
			hint = "set " + name + ", and " + hint
		}
	}
	k.warnIn(t.Value, at[0], diag.QuotedEnv, reference+" is never replaced "+how+", so users read it as written; "+why, hint)
}

// envReference finds ${NAME} in a text in which it is not replaced, and reports
// whether that environment variable is set.
func (k *checker) envReference(t *responses.Text) (at []int, name string, set bool) {
	if !strings.Contains(t.Source, "${") || t.Value.IsPlain() && !strings.Contains(t.Source, "\n") {
		return nil, "", false
	}
	for _, m := range envReference().FindAllStringSubmatchIndex(t.Source, -1) {
		name := t.Source[m[2]:m[3]]
		if k.opts.Env != nil {
			if _, set := k.opts.Env(name); set {
				return m[:2], name, true
			}
		}
		if capitals().MatchString(name) && k.domain.Slot(name) == nil && !slices.Contains(k.arguments, name) {
			return m[:2], name, false
		}
	}
	return nil, "", false
}

// envReferences returns the names in the ${NAME} of a text that quotedEnv reports.
func (k *checker) envReferences(t *responses.Text) map[string]bool {
	if at, _, _ := k.envReference(t); at == nil {
		return nil
	}
	names := map[string]bool{}
	for _, m := range envReference().FindAllStringSubmatch(t.Source, -1) {
		names[m[1]] = true
	}
	return names
}

// isPlainText reports whether YAML reads a text without quotes as it is.
func isPlainText(text string) bool {
	return text != "" && len(text) <= longestPasted && strings.TrimSpace(text) == text && !strings.ContainsAny(text, "\n\t\r") &&
		!strings.ContainsAny(text[:1], "-?:,[]{}#&*!|>'\"%@`") && !strings.Contains(text, ": ") && !strings.Contains(text, " #") && !strings.HasSuffix(text, ":")
}

// inFlow reports whether a text is in a map in {} or a list in [], in which braces
// must be quoted.
func inFlow(t *responses.Text) bool {
	behind := strings.TrimLeft(t.Value.Behind(), " \t")
	return behind != "" && strings.ContainsAny(behind[:1], ",}]")
}
