package responses

import (
	"errors"
	"strings"
	"unicode"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
	"nlgserver/interpolate"
	"nlgserver/interpolate/jinja"
)

// Engine is the template engine that fills the texts of a variation. Rasa:
// section 2.2, key "template".
type Engine uint8

// The engines. NoEngine stands for a name that Rasa does not know: Rasa raises
// an error there, and nlgserver sends every text as written.
const (
	NoEngine Engine = iota
	Format
	Jinja
)

// engines are the engines by their name in metadata.template.
var engines = map[string]Engine{"format": Format, "jinja": Jinja}

// engineOf returns the engine that the metadata selects.
func engineOf(metadata Value) Engine {
	e := metadata.Get("template")
	if e.IsMissing() {
		return Format
	}
	return engines[e.String()]
}

// Text is a string that is filled for each request.
type Text struct {
	Value Value
	// Source is the string as written.
	Source string
	// Path is where it is in the reply, such as text or buttons[0].title.
	Path string
	// Language is the code that it is translated into; it is empty for the
	// untranslated text.
	Language string
	Engine   Engine
	// Format and Jinja are the compiled string, by engine. Both are nil if it
	// cannot be filled; Fault then says why.
	Format *interpolate.Template
	Jinja  *jinja.Template
	Fault  string

	// same is another text of the same value, by an alias; nil if there is none.
	same *Text
}

// Variables returns the names that the text uses, each once. There are none if
// the text is the same for every request.
func (t *Text) Variables() []string {
	switch {
	case t.Format != nil:
		if _, _, static := t.Format.Static(); !static {
			return t.Format.Variables()
		}
	case t.Jinja != nil:
		if _, static := t.Jinja.Static(); !static {
			return t.Jinja.Variables()
		}
	}
	return nil
}

// Fixed returns the part of the text that is printed whatever its variables are,
// and whether it has any.
func (t *Text) Fixed() (fixed string, open bool) {
	switch {
	case t.Format != nil:
		return t.Format.Fixed()
	case t.Jinja != nil:
		return t.Jinja.Fixed()
	default:
		return t.Source, false
	}
}

// mostInText bounds how often one text is reported for the same reason: to find a
// place in the file, the text is read from its start.
const mostInText = 20

// partsOfText returns how many parts a text is made of, apart from itself: its
// variables, or what is in the tags of Jinja.
func partsOfText(t *Text) int {
	if t.Engine != Jinja {
		return strings.Count(t.Source, "{")
	}
	const perPart = 2 // characters
	sum := 0
	for rest := t.Source; ; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			return sum / perPart
		}
		rest = rest[open:]
		end := len(rest)
		if i := strings.IndexByte(rest, '}'); i >= 0 {
			end = i + 1
		}
		sum += end
		rest = rest[end:]
	}
}

// readText compiles the string of a text and reports its faults.
func (f *File) readText(t *Text, metadata Value) {
	if t.Source == "" {
		if hint, ok := t.Value.EmptyBlock(); ok {
			f.warn(t.Value, diag.EmptyBlock, "this text block is empty: its lines must be indented further than its key", hint)
		}
	}
	switch t.Engine {
	case Format:
		f.readFormat(t, metadata)
	case Jinja:
		f.readJinja(t)
	default:
		t.Fault = "unknown engine in metadata.template"
	}
}

// explainBrace explains a brace at which Rasa raises: usually a variable is not
// closed or not opened.
func explainBrace(text string, offset int, message string) (better, hint string) {
	if offset < 0 || offset >= len(text) {
		return message, "double each brace that is not part of a variable: `{{` and `}}`"
	}
	isName := func(c byte) bool {
		return c == '_' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	start, end := offset, offset+1
	switch text[offset] {
	case '{':
		for end < len(text) && isName(text[end]) {
			end++
		}
		if name := text[start+1 : end]; startsName(name) && (end == len(text) || text[end] != '}') && !strings.Contains(text[end:], "}") {
			return "the variable {" + name + " is never closed (" + message + ")", "write `{" + name + "}`"
		}
	case '}':
		for start > 0 && isName(text[start-1]) {
			start--
		}
		if name := text[start:offset]; startsName(name) && !strings.Contains(text[:start], "{") {
			return "the variable " + name + "} is never opened (" + message + ")", "write `{" + name + "}`"
		}
		if strings.HasSuffix(text[:offset], "}") {
			return message, "delete it, or write `}}` for a brace that is part of the text"
		}
	default:
		return message, "double each brace that is not part of a variable: `{{` and `}}`"
	}
	return message, "write `" + strings.Repeat(text[offset:offset+1], 2) + "` for a brace that is part of the text"
}

// startsName reports whether text may be the name of a variable.
func startsName(text string) bool {
	return text != "" && (text[0] == '_' || unicode.IsLetter(rune(text[0])))
}

// readFormat compiles a text with {name}. Rasa: section 4.3.
func (f *File) readFormat(t *Text, metadata Value) {
	t.Format = f.formats.Compile(t.Source)
	lint := t.Format.Lint()
	if offset, ok := findJinja(t.Source); ok {
		f.unmarkedJinja(t, offset, metadata, len(lint) > 0)
		return
	}
	for _, p := range lint {
		message, hint := explainBrace(t.Source, p.Offset, p.Message)
		f.report(t.Value.DiagnoseAt(p.Offset, diag.Defect, diag.FormatRaises,
			message+": Rasa raises an error here, and the bot sends nothing", hint))
		f.mendBrace(t, p.Offset)
	}
	told := 0
	for _, name := range t.Variables() {
		if _, _, ok := invisible.FindInName(name); ok && told < mostInText {
			if f.refuseInvisibleAt(t.Value, name, strings.Index(t.Source, name), diag.Defect) {
				clean := withoutUnseen(name)
				f.mendText(diag.InvisibleCharacter, t, "Change to {"+diag.Labeled(clean)+"}", strings.ReplaceAll(t.Source, "{"+name+"}", "{"+clean+"}"))
			}
			told++
		}
	}
	if p := t.Format.NeverFilled(); p != nil && len(lint) == 0 {
		f.report(t.Value.DiagnoseAt(p.Offset, diag.Warning, diag.NeverFilled,
			"this text can never be filled and is sent as written: "+p.Message, hintForNeverFilled(t.Source, p.Offset)))
		f.mendDoubled(t, p.Offset)
	}
}

// hintForNeverFilled returns the hint for braces that Rasa never fills: mostly a
// word in doubled ones.
func hintForNeverFilled(text string, offset int) string {
	word, ok := strings.CutPrefix(text[min(max(offset, 0), len(text)):], "{{")
	end := strings.Index(word, "}}")
	if !ok || end < 1 || strings.ContainsAny(word[:end], "{} ") {
		return "write the name of a variable, as in `{name}`, or double the braces that are part of the text"
	}
	return "write `{" + word[:end] + "}`; a text with variables cannot contain a word in doubled braces"
}

// readJinja compiles a Jinja template. Rasa: section 4.5.
func (f *File) readJinja(t *Text) {
	var err error
	if t.Jinja, err = jinja.Compile(t.Source); err == nil {
		doubts := t.Jinja.Doubts()
		for _, doubt := range doubts[:min(len(doubts), mostInText)] {
			f.report(t.Value.DiagnoseAt(doubt.Offset, diag.Defect, diag.JinjaSyntax,
				doubt.Message+"; the text is sent as written once this is reached", doubt.Hint))
			f.mendJinja(diag.JinjaSyntax, t, &doubt)
		}
		return
	}
	t.Jinja, t.Fault = nil, err.Error()
	found := t.Value.Diagnose(diag.Defect, diag.JinjaSyntax, "", "")
	if syntax, ok := errors.AsType[*jinja.SyntaxError](err); ok {
		t.Fault = syntax.Message
		found = t.Value.DiagnoseAt(syntax.Offset, diag.Defect, diag.JinjaSyntax, "", syntax.Hint)
		if syntax.Refused {
			found.Code = diag.JinjaRefused
		}
	}
	found.Message = t.Fault + "; the text is sent as written"
	f.report(found)
	if syntax, ok := errors.AsType[*jinja.SyntaxError](err); ok {
		f.mendJinja(found.Code, t, syntax)
	}
}
