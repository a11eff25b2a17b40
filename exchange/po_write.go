package exchange

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"nlgserver/interpolate"
	"nlgserver/responses"
)

// poHashes starts the comment of an entry that holds its hashes.
const poHashes = "nlgserver: "

// writePO writes a file for gettext's tools.
func writePO(b *bytes.Buffer, doc *Document) {
	b.WriteString("msgid \"\"\nmsgstr \"\"\n")
	for _, line := range [...]string{
		"Project-Id-Version: nlgserver", "Language: " + poLanguage(doc.Language), "MIME-Version: 1.0",
		"Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit", "X-Source-Language: " + poLanguage(doc.SourceLanguage),
	} {
		b.WriteString(poQuote(line+"\n") + "\n")
	}
	for i := range doc.Units {
		u := &doc.Units[i]
		b.WriteByte('\n')
		for _, n := range u.Notes {
			b.WriteString("#. " + n.Text + "\n")
		}
		source, target := hashes(u)
		fmt.Fprintf(b, "#. %s%s %s\n", poHashes, source, target)
		b.WriteString("#: " + poReference(u) + "\n")
		if isPythonBrace(u) {
			b.WriteString("#, python-brace-format\n")
		}
		writePOString(b, "msgctxt", u.ID)
		writePOString(b, "msgid", u.Source)
		writePOString(b, "msgstr", u.Target)
	}
}

// poLanguage writes a language code as gettext does: de_AT.
func poLanguage(code string) string {
	if strings.HasPrefix(code, "x-") {
		return code
	}
	return strings.ReplaceAll(code, "-", "_")
}

// poReference names the place of a unit. A name with blanks stands between the
// characters that gettext uses for it.
func poReference(u *Unit) string {
	name := oneLine(u.Position.File)
	if strings.Contains(name, " ") {
		name = "\u2068" + name + "\u2069"
	}
	return fmt.Sprintf("%s:%d", name, u.Position.Line)
}

// braceName is a variable that Python's str.format reads like Rasa.
var braceName = regexp.MustCompile(`^\{[A-Za-z_][A-Za-z0-9_]*\}$`)

// isPythonBrace reports whether gettext's check of Python's format strings applies:
// whether the texts are ones, with variables.
func isPythonBrace(u *Unit) bool {
	if u.Engine != responses.Format {
		return false
	}
	variables := 0
	for _, text := range [...]string{u.Source, u.Target} {
		if len(interpolate.Compile(text).Lint()) > 0 {
			return false
		}
		for _, p := range split(text, u.Engine) {
			switch {
			case p.code && braceName.MatchString(p.text):
				variables++
			case p.code || strings.ContainsAny(p.text, "{}"):
				return false
			}
		}
	}
	return variables > 0
}

// writePOString writes a keyword and its string: in one line, or with a line for each
// of the text's.
func writePOString(b *bytes.Buffer, keyword, text string) {
	b.WriteString(keyword + " ")
	if i := strings.IndexByte(text, '\n'); i < 0 || i == len(text)-1 {
		b.WriteString(poQuote(text) + "\n")
		return
	}
	b.WriteString("\"\"\n")
	for line := range strings.SplitAfterSeq(text, "\n") {
		if line != "" {
			b.WriteString(poQuote(line) + "\n")
		}
	}
}

// poEscapes are the escapes of gettext, which are those of C.
var poEscapes = map[rune]string{
	'\a': `\a`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\v': `\v`, '"': `\"`, '\\': `\\`,
}

func poQuote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch escape := poEscapes[r]; {
		case escape != "":
			b.WriteString(escape)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\%03o`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
