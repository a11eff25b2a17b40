package responses

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
)

// IsUnmarkedJinja reports whether a text that Jinja does not fill is written in
// Jinja: it has a tag such as {% if name %}, or an expression such as
// {{ name | upper }}.
func (t *Text) IsUnmarkedJinja() bool {
	if t.Engine != Format {
		return false
	}
	_, ok := findJinja(t.Source)
	return ok
}

var (
	// jinjaTag is a tag that Jinja knows, or a comment.
	jinjaTag = pattern.Lazy(`\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|set|endset|macro|endmacro|filter|endfilter|block|endblock|raw|endraw|with|endwith|call|include|import|from|extends)\b[^{}]*%\}|\{#.*#\}`)
	// jinjaPrint is the start of an expression that is printed: a name or a string,
	// and an operator or the end. After a string, JSON has a colon.
	jinjaPrint = pattern.Lazy(`\{\{[-+]?\s*(?:\(|not\s|[0-9]+\s*[-+*/%]|(?:[\pL_][\pL\pN_]*(?:\.[\pL_][\pL\pN_]*|\[[^\[\]{}]*\]|\([^(){}]*\))*|'[^'{}]*'|"[^"{}]*")\s*(?:[-+]?\}\}|\|\s*[a-z]|[-+*/%~]\s*[\pL\pN'"(]|(?:[=!<>]=|[<>])|\b(?:if|or|and|is|in|not)\b))`)
)

// findJinja returns the offset of the first piece of Jinja in a text. {{name}}
// without blanks is taken for a name that is printed in braces, and so is a name
// with blanks in a text that also has variables in single braces.
func findJinja(source string) (offset int, ok bool) {
	if !strings.Contains(source, "{{") && !strings.Contains(source, "{%") && !strings.Contains(source, "{#") {
		return 0, false
	}
	mixed := singleBraced().MatchString(withoutPieces(source))
	offset = -1
	if at := jinjaTag().FindStringIndex(source); at != nil {
		offset = at[0]
	}
	end := strings.LastIndex(source, "}}")
	for _, at := range jinjaPrint().FindAllStringIndex(source, -1) {
		if at[1]-2 > end {
			break
		}
		piece := source[at[0]:at[1]]
		switch {
		case at[0] > 0 && source[at[0]-1] == '{' || isQuotedAlone(piece):
			// {{{name}}} prints the value in braces, and {{"a"}} prints {"a"}
		case mixed && strings.HasSuffix(piece, "}}"), bareName().MatchString(piece):
		case offset < 0 || at[0] < offset:
			return at[0], true
		}
	}
	return offset, offset >= 0
}

var (
	bareName     = pattern.Lazy(`^\{\{[\pL_][\pL\pN_]*\}\}$`)
	spacedName   = pattern.Lazy(`\{\{\s*([\pL_][\pL\pN_]*)\s*\}\}`)
	singleBraced = pattern.Lazy(`\{[\pL_][\pL\pN_]*\}`)
)

// withoutPieces returns a text in which each {{…}}, {%…%} and {#…#} has become a
// space. It is no regular expression, which would read the rest of the text for each
// piece that does not end.
func withoutPieces(source string) string {
	var out strings.Builder
	closes := [...]struct {
		open, close string
		none        bool
	}{{open: "{{", close: "}}"}, {open: "{%", close: "%}"}, {open: "{#", close: "#}"}}
	copied := 0
	for i := strings.IndexByte(source, '{'); i >= 0; {
		next := i + 1
		for k := range closes {
			kind := &closes[k]
			if kind.none || !strings.HasPrefix(source[i:], kind.open) {
				continue
			}
			end := strings.Index(source[i+2:], kind.close)
			if kind.none = end < 0; !kind.none {
				next = i + 2 + end + 2
				out.WriteString(source[copied:i])
				out.WriteByte(' ')
				copied = next
			}
		}
		found := strings.IndexByte(source[next:], '{')
		if found < 0 {
			break
		}
		i = next + found
	}
	out.WriteString(source[copied:])
	return out.String()
}

// isQuotedAlone reports whether an expression is only a string.
func isQuotedAlone(expression string) bool {
	inner, closed := strings.CutSuffix(strings.TrimPrefix(expression, "{{"), "}}")
	inner = strings.TrimSpace(inner)
	return closed && len(inner) > 1 && (inner[0] == '"' || inner[0] == '\'') && strings.LastIndexByte(inner, inner[0]) == len(inner)-1 && strings.Count(inner, inner[:1]) == 2
}

// unmarkedJinja reports a text that is written in Jinja but filled by the other
// engine. raises is set if Rasa raises an error there.
func (f *File) unmarkedJinja(t *Text, offset int, metadata Value, raises bool) {
	const looks = "this is Jinja, but without `metadata: {template: jinja}` "
	d := t.Value.DiagnoseAt(offset, diag.Warning, diag.UnmarkedJinja, "", "")
	switch result, problem, static := t.Format.Static(); {
	case raises:
		d.Severity = diag.Defect
		d.Message = looks + "Rasa raises an error here, and the bot sends nothing"
	case static && problem == nil && len(result) <= longestShown:
		d.Message = looks + "users read " + quote(result)
	case static && problem == nil:
		d.Message = looks + "users read the braces"
	default:
		d.Message = looks + "users read the text as written"
	}
	then := "all of its texts are Jinja then"
	if single := singleBraced().FindString(withoutPieces(t.Source)); single != "" {
		then += ", so write `{{ " + single[1:len(single)-1] + " }}`"
	}
	mend := diag.Mend{Label: "Mark it as Jinja", Add: "metadata.template", InVariation: true, Put: jsonOf("jinja")}
	switch filled := spacedName().ReplaceAllString(t.Source, "{$1}"); {
	case !strings.Contains(filled, "{{") && !strings.Contains(filled, "{%") && len(filled) <= longestPasted:
		d.Hint = "write `" + t.Value.InPlace(filled) + "`"
		mend = diag.Mend{Label: diag.LabelChange(t.Source, filled), Texts: []diag.MendedText{{Path: t.Path, Language: t.Language, Text: filled}}}
	case metadata.IsMissing():
		d.Hint = "add `metadata: {template: jinja}` to the variation; " + then
	case metadata.Get("template").IsMissing():
		d.Hint = "add `template: jinja` to the metadata; " + then
	default:
		d.Hint = "write `template: jinja` in the metadata; " + then
	}
	if singleBraced().FindString(withoutPieces(t.Source)) == "" || mend.Texts != nil {
		diag.SetMend(&d, mend)
	}
	f.report(d)
}

// The lengths, in bytes, of the longest text that a message and a hint repeat.
const (
	longestShown  = 60
	longestPasted = 300
)
