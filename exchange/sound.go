package exchange

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
	"nlgserver/interpolate"
	"nlgserver/interpolate/jinja"
	"nlgserver/responses"
)

// isSound judges the text of a translation: whether it can be filled as the source
// can. What is only suspicious is a warning.
func (k *checker) isSound(e *Entry, u *Unit) bool {
	if r, ok := isText(e.Target, u.Source); !ok {
		k.refuse(e, InvalidCharacter, fmt.Sprintf("the translation has the character U+%04X, which no text should have", r), "remove it; if letters are missing, save the file as UTF-8")
		return false
	}
	if k.file.Format == CSV && spreadsheetErrors[e.Target] && e.Target != u.Source {
		k.refuse(e, SpreadsheetError, "the cell shows an error of the spreadsheet instead of a text", "type the translation again, with an apostrophe before it")
		return false
	}
	if u.Absent {
		k.relate(k.refuse(e, NoPlace, "the files for "+quote(k.doc.Language)+" do not have this text of response "+quote(u.Response), "add the response with all its variations and buttons there first"), u)
		return false
	}
	if u.Odd {
		k.relate(k.refuse(e, CannotWrite, "this translation cannot be written: the content has something other than a text there", "write a text there, in quotes, or remove it"), u)
		return false
	}
	if message, hint, code := compileFault(e.Target, u); message != "" {
		k.refuse(e, code, message, hint)
		return false
	}
	source, target := namesIn(u.Source, u.Engine), namesIn(e.Target, u.Engine)
	if invented := without(target, source); len(invented) > 0 {
		hint := "the source has no variables"
		if len(source) > 0 {
			hint = "use those of the source: " + shownNames(source, u.Engine)
		}
		k.refuse(e, InventedVariable, "the source does not have "+shownNames(invented, u.Engine), hint)
		return false
	}
	dropped := without(source, target)
	if wide, name := wideBraces(e.Target, dropped, u.Engine); wide != "" {
		k.refuse(e, BrokenBraces, "users would see "+quote(wide)+" as written: its braces are not { and }", "write `{"+name+"}`, as in the source")
		return false
	}
	switch {
	case u.Engine == responses.Jinja:
		k.tags(e, u)
	case len(dropped) > 0:
		k.warn(e, DroppedVariable, "the translation omits "+shownNames(dropped, u.Engine), "add it, unless the language needs none")
	}
	k.blanks(e, u)
	if l := u.Limit; l != nil {
		if n := l.Length(e.Target, u.Engine); n > l.Max {
			k.warn(e, TooLong, fmt.Sprintf("%s takes at most %d %s here, and this has %d", l.Channel, l.Max, l.Unit, n), "shorten it")
		}
	}
	return true
}

// spreadsheetErrors are what a cell is saved as if its text was taken for a formula, in
// the languages of most users.
var spreadsheetErrors = map[string]bool{
	"#NAME?": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#N/A": true, "#NUM!": true, "#NULL!": true, "#ERROR!": true, "#SPILL!": true,
	"#WERT!": true, "#BEZUG!": true, "#ZAHL!": true, "#NV": true, "#NOM?": true, "#VALEUR!": true, "#¿NOMBRE?": true, "#¡VALOR!": true, "#¡REF!": true, "#NOME?": true, "Err:502": true, "Err:508": true, "Err:509": true, "Err:510": true,
}

// shownNames writes variables for a message, as their engine has them. Blanks in braces
// and characters that nobody sees are what may be wrong, so they are shown.
func shownNames(names []string, engine responses.Engine) string {
	var parts []string
	for _, name := range names {
		if len(name) > longestNote {
			name = name[:longestNote] + "…"
		}
		name = invisible.Show(shown(name))
		if engine == responses.Format {
			name = "{" + name + "}"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", ")
}

// asciiBraces writes the braces of other scripts as those of variables.
var asciiBraces = strings.NewReplacer("｛", "{", "｝", "}", "﹛", "{", "﹜", "}", "❴", "{", "❵", "}")

// wideBraces finds a variable that a translation has in the braces of another script,
// as input methods for Chinese and Japanese write them.
func wideBraces(text string, dropped []string, engine responses.Engine) (wide, name string) {
	if engine != responses.Format || len(dropped) == 0 {
		return "", ""
	}
	for open := range openBraces(text) {
		rest := text[open:]
		end := strings.IndexAny(rest, "}｝﹜❵")
		if end < 0 {
			return "", ""
		}
		_, size := utf8.DecodeRuneInString(rest[end:])
		found := rest[:end+size]
		inner := strings.Trim(asciiBraces.Replace(found), "{}")
		if name := strings.TrimSpace(inner); slices.Contains(dropped, name) {
			return found, name
		}
	}
	return "", ""
}

// openBraces yields where braces of any script open.
func openBraces(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, r := range text {
			if strings.ContainsRune("{｛﹛❴", r) && !yield(i) {
				return
			}
		}
	}
}

// blanks compares the ends of the texts: spreadsheets and programs for translators add
// blanks that nobody sees. That a translation lacks some is no loss.
func (k *checker) blanks(e *Entry, u *Unit) {
	const blanks = " \t\r\n"
	text := e.Target
	starts, sourceStarts := strings.TrimLeft(text, blanks) != text, strings.TrimLeft(u.Source, blanks) != u.Source
	ends, sourceEnds := strings.TrimRight(text, blanks) != text, strings.TrimRight(u.Source, blanks) != u.Source
	var where string
	switch {
	case starts && !sourceStarts && ends && !sourceEnds:
		where = "starts and ends"
	case starts && !sourceStarts:
		where = "starts"
	case ends && !sourceEnds:
		where = "ends"
	default:
		return
	}
	k.warn(e, BlanksDiffer, "the translation "+where+" with blanks or line breaks, and the source does not", "remove them")
}

// compileFault says why a translation cannot be filled although its source can.
func compileFault(text string, u *Unit) (message, hint string, code diag.Code) {
	switch u.Engine {
	case responses.Format:
		if t := interpolate.Compile(u.Source); len(t.Lint()) > 0 || t.NeverFilled() != nil {
			return "", "", ""
		}
		t := interpolate.Compile(text)
		if problems := t.Lint(); len(problems) > 0 {
			return "the translation cannot be filled: " + problems[0].Message, "write variables as in the source, and double other braces: `{{` and `}}`", BrokenBraces
		}
		if p := t.NeverFilled(); p != nil {
			return "the translation can never be filled: " + p.Message, "write variables as in the source", BrokenBraces
		}
	case responses.Jinja:
		_, err := jinja.Compile(text)
		if err == nil {
			return "", "", ""
		}
		if _, fault := jinja.Compile(u.Source); fault != nil {
			return "", "", ""
		}
		message, hint = err.Error(), "keep the tags as they are in the source"
		if syntax, ok := errors.AsType[*jinja.SyntaxError](err); ok {
			message = syntax.Message
		}
		return "the Jinja of the translation does not compile: " + message, hint, BrokenJinja
	}
	return "", "", ""
}

// tags compares the tags of Jinja. Another order is no mistake.
func (k *checker) tags(e *Entry, u *Unit) {
	source, target := codesIn(u.Source, u.Engine), codesIn(e.Target, u.Engine)
	lacks, adds := without(source, target), without(target, source)
	switch {
	case len(lacks) > 0 && len(adds) > 0:
		k.warn(e, TagsDiffer, "the translation has "+oneLine(strings.Join(adds, " "))+" where the source has "+oneLine(strings.Join(lacks, " ")), "keep the tags as they are in the source")
	case len(lacks) > 0:
		k.warn(e, TagsDiffer, "the translation omits "+oneLine(strings.Join(lacks, " ")), "keep the tags as they are in the source")
	case len(adds) > 0:
		k.warn(e, TagsDiffer, "the translation adds "+oneLine(strings.Join(adds, " ")), "keep the tags as they are in the source")
	}
}
