package settings

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/near"
	"nlgserver/interpolate/jinja"
)

// suggested is the variable that has the text to reword.
const suggested = "suggested_response"

// promptVariables are the variables of a prompt.
var promptVariables = []string{"current_input", "history", "language", "slots", suggested}

// prompt reads the template of the prompt.
func (r *reader) prompt(nlg document.Value) {
	e, old := nlg.Entry(promptKey), nlg.Entry(oldPromptKey)
	switch {
	case !e.IsMissing() && !old.IsMissing():
		e = r.sameSetting(old, e, promptKey)
	case !old.IsMissing():
		r.oldName(old, promptKey)
		e = old
	case e.IsMissing():
		return
	}
	name := e.Name()
	path, ok := r.text(e.Value, name)
	if !ok {
		return
	}
	if strings.Contains(path, "{{") || strings.Contains(path, "\n") {
		r.wrong(e.Value, name+" must be the path of a file, not a prompt", "save the prompt as a file, such as `prompt.jinja2`, and write `"+promptKey+": prompt.jinja2`")
		return
	}
	full, data, ok := r.read(e.Value, name, path)
	if !ok {
		return
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	switch {
	case !utf8.ValidString(text):
		r.wrong(e.Value, "the file of "+name+" is not valid UTF-8", "save "+document.Quote(written(e.Value))+" as UTF-8")
	case strings.TrimSpace(text) == "":
		r.wrong(e.Value, "the file of "+name+" is empty", "write a prompt into "+document.Quote(written(e.Value))+", or remove the line for the default one")
	default:
		r.compile(template{shown(full), text})
	}
}

// template is a file that is a template.
type template struct{ path, text string }

// mostUnknown is how many unknown variables, filters and tests of a prompt are reported.
const mostUnknown = 20

func (r *reader) compile(t template) {
	compiled, err := jinja.Compile(t.text)
	if err != nil {
		d := t.at(0, diag.Error, diag.JinjaSyntax, err.Error(), "")
		if syntax, ok := errors.AsType[*jinja.SyntaxError](err); ok {
			d = t.at(syntax.Offset, diag.Error, diag.JinjaSyntax, syntax.Message, syntax.Hint)
			if syntax.Refused {
				d.Code = diag.JinjaRefused
			}
		}
		r.Found = append(r.Found, d)
		return
	}
	doubts := compiled.Doubts()
	for _, doubt := range doubts[:min(len(doubts), mostUnknown)] {
		r.Found = append(r.Found, t.at(doubt.Offset, diag.Warning, diag.JinjaSyntax, doubt.Message+"; the text goes out as written once this is reached", doubt.Hint))
	}
	variables := compiled.Variables()
	hasText := slices.Contains(variables, suggested)
	told := 0
	for _, name := range variables {
		if slices.Contains(promptVariables, name) || told == mostUnknown {
			continue
		}
		told++
		hint := "the variables are " + strings.Join(promptVariables, ", ") + "; that of a slot is `slots." + name + "`"
		if other, ok := near.Name(name, slices.Values(promptVariables)); ok {
			hint = "did you mean `" + other + "`?"
			hasText = hasText || other == suggested
		}
		r.Found = append(r.Found, t.at(t.find(compiled, name), diag.Warning, diag.UnknownVariable, "a prompt has no variable "+document.Quote(name)+", so it is empty", hint))
	}
	if !hasText {
		r.Found = append(r.Found, t.at(0, diag.Warning, diag.Configuration, "the prompt does not have the text to reword", "add `{{ "+suggested+" }}`"))
	}
	r.file.Options.Prompt = compiled
}

// find returns where a variable is first in a tag.
func (t template) find(compiled *jinja.Template, name string) int {
	word := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`)
	for tag := range compiled.Tags() {
		if at := word.FindStringIndex(t.text[tag.Start:tag.End]); at != nil {
			return tag.Start + at[0]
		}
	}
	return 0
}

// longestLine is how long a line may be that a message shows, in bytes.
const longestLine = 4 << 10

// at returns a diagnostic at a byte of the template.
func (t template) at(offset int, s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	offset = min(max(offset, 0), len(t.text))
	start := strings.LastIndexByte(t.text[:offset], '\n') + 1
	line, _, _ := strings.Cut(t.text[start:], "\n")
	line = strings.TrimRight(line, "\r")
	d := diag.Diagnostic{
		Position: diag.Position{File: t.path, Line: strings.Count(t.text[:offset], "\n") + 1, Column: utf8.RuneCountInString(t.text[start:offset]) + 1},
		Severity: s, Code: code, Message: message, Hint: hint, Source: line,
	}
	if len(line) > longestLine || strings.ContainsFunc(line, func(c rune) bool { return c != '\t' && unicode.IsControl(c) }) {
		d.Source = ""
	}
	return d
}
