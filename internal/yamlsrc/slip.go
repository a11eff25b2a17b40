package yamlsrc

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/invisible"
)

// Slip is a usual mistake in a line that was meant as a list item or as a key
// with its value.
type Slip struct {
	// Key is the key that was meant, empty if there is none.
	Key string
	// Offset is the place of the mistake in the line, in bytes.
	Offset  int
	Code    diag.Code
	Message string
	// Hint is complete for a character to be typed again; otherwise it is empty,
	// and Fixed is the line as it must be written.
	Hint, Fixed string
}

// How returns the hint.
func (s *Slip) How() string {
	if s.Hint != "" {
		return s.Hint
	}
	return "write " + diag.InBackticks(shorten(s.Fixed))
}

// lookalikes are characters that people type for a dash, a colon or a quote.
var (
	dashes = map[rune]string{
		'‐': "U+2010 hyphen", '‑': "U+2011 non-breaking hyphen", '‒': "U+2012 figure dash", '–': "U+2013 en dash",
		'—': "U+2014 em dash", '―': "U+2015 horizontal bar", '−': "U+2212 minus sign", '－': "U+FF0D full-width hyphen",
		'•': "U+2022 bullet", '·': "U+00B7 middle dot", '‣': "U+2023 triangular bullet", '*': "an asterisk",
	}
	colons = map[rune]string{
		'：': "U+FF1A full-width colon", '︰': "U+FE30 vertical two dot leader", '∶': "U+2236 ratio",
		'꞉': "U+A789 modifier letter colon", '﹕': "U+FE55 small colon", ';': "a semicolon", '；': "U+FF1B full-width semicolon", '，': "U+FF0C full-width comma",
	}
)

// KeySlip looks for the mistake in a line that was meant as a key and its value,
// such as text:Hello. below says whether the value may be in the lines below.
func KeySlip(line string, below bool) (s Slip, ok bool) {
	word := wordEnd(line)
	if word == 0 {
		return Slip{}, false
	}
	s = Slip{Key: line[:word], Offset: word, Code: diag.OddPunctuation}
	next, size := utf8.DecodeRuneInString(line[word:])
	rest := strings.TrimLeft(line[word+min(size, len(line)-word):], " \t")
	gap := skipBlanks(line, word)
	switch {
	case word == len(line):
		s.Message, s.Fixed = "a colon is missing after "+s.Key, s.Key+":"
		return s, below
	case next == ':':
		if s, ok := invisibleSlip(line, word+1); ok {
			s.Key = line[:word]
			return s, true
		}
		if word+1 == len(line) || isBlank(line[word+1]) {
			return Slip{}, false
		}
		s.Message = "a blank is missing after the colon"
	case colons[next] != "" && (next >= utf8.RuneSelf || word+1 == len(line) || isBlank(line[word+1])):
		s.Message = "expected a colon after " + s.Key + ", found " + colons[next]
	case gap+1 < len(line) && line[gap] == '=' && isBlank(line[gap+1]):
		s.Offset, rest = gap, strings.TrimLeft(line[gap+1:], " \t")
		s.Message = "expected a colon after " + s.Key + ", found an equals sign"
	case gap > word && gap < len(line) && strings.IndexByte(`"'{[|>`, line[gap]) >= 0:
		rest = line[gap:]
		s.Message = "a colon is missing after " + s.Key
	default:
		if s, ok := invisibleSlip(line, word); ok {
			s.Key = line[:word]
			return s, true
		}
		return Slip{}, false
	}
	s.Fixed = strings.TrimRight(s.Key+": "+rest, " ")
	return s, true
}

// DashSlip looks for the mistake in a line that was meant as a list item with a
// key, such as -text: Hello.
func DashSlip(line string) (s Slip, ok bool) {
	if s, ok := invisibleSlip(line, 0); ok {
		return s, true
	}
	s = Slip{Code: diag.OddPunctuation}
	first, size := utf8.DecodeRuneInString(line)
	rest := line[size:]
	switch {
	case strings.HasPrefix(line, "--") && len(line) > 2 && isBlank(line[2]):
		s.Message, rest = "two dashes do not start a list item", line[2:]
	case first == '-' && len(line) > 1 && !isBlank(line[1]):
		if s, ok := invisibleSlip(line, 1); ok {
			return s, true
		}
		s.Message = "a blank is missing after the dash"
	case dashes[first] != "":
		s.Message = "this is " + dashes[first] + ", not a hyphen: a list item starts with -"
	default:
		return Slip{}, false
	}
	if r, size := utf8.DecodeRuneInString(rest); invisible.IsBlank(r) {
		rest = rest[size:]
	}
	rest = strings.TrimLeft(rest, " \t")
	s.Key = rest[:wordEnd(rest)]
	s.Fixed = "- " + rest
	return s, s.Key != "" && strings.HasPrefix(rest[len(s.Key):], ":")
}

// invisibleSlip reports the invisible character at a place of a line where the
// structure of the file depends on it.
func invisibleSlip(line string, offset int) (s Slip, ok bool) {
	r, _ := utf8.DecodeRuneInString(line[min(offset, len(line)):])
	name, ok := invisible.Name(r)
	if !ok {
		return Slip{}, false
	}
	return Slip{
		Offset: offset, Code: diag.InvisibleCharacter, Message: "the invisible character " + name + " is not allowed here",
		Hint: HintInvisible(r, strings.Trim(line[:offset], " ") == ""),
	}, true
}

// HintInvisible returns the hint for an invisible character in a name, a key or
// beside one. first says whether it is the first of its line but for spaces.
func HintInvisible(r rune, first bool) string {
	switch {
	case !invisible.IsBlank(r) || r == 0xFEFF:
		return "delete it"
	case first:
		return "type the indentation of this line again with spaces"
	default:
		return "type it again as a space"
	}
}

// wordEnd returns the end of the name that a line starts with: letters, digits,
// and what connects them.
func wordEnd(line string) int {
	for i, r := range line {
		if r != '_' && r != '-' && r != '/' && r != '.' && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) || i == 0 && (r == '-' || r == '.') {
			return i
		}
	}
	return len(line)
}

// Quote returns the source text of a value in quotes: in double quotes, or in
// single quotes if it has a double quote or a backslash.
func Quote(text string) string {
	if !strings.ContainsAny(text, `"\`) {
		return `"` + text + `"`
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// shorten replaces the end of a line that is too long for a hint.
func shorten(line string) string {
	if utf8.RuneCountInString(line) <= maxHint {
		return line
	}
	for i := range line {
		if i >= maxHint/2 {
			return line[:i] + "…"
		}
	}
	return line
}
