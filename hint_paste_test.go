package nlgserver_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

// paste follows the hint of a diagnostic literally and returns the file after
// it, without knowing what the diagnostic is about. It reports false if the hint
// does not say what to write or do in one of the ways of [pasters], or leaves
// something out (…).
func paste(file string, d diag.Diagnostic) (fixed string, ok bool) {
	lines := strings.SplitAfter(file, "\n")
	if d.Line < 1 || d.Line > len(lines) {
		return "", false
	}
	for _, p := range pasters {
		if strings.HasPrefix(d.Hint, p.words) {
			if lines, ok = p.paste(lines, d.Line-1, d); ok {
				return strings.Join(lines, ""), true
			}
			return "", false
		}
	}
	return "", false
}

// pasters are the ways of a hint, by its first words. The first that fits is
// taken. To extend paste, add one.
var pasters = []struct {
	words string
	paste func(lines []string, at int, d diag.Diagnostic) ([]string, bool)
}{
	{"type it again as a space", replaceCharacter(" ")},
	{"delete it", replaceCharacter("")},
	{"type the indentation of this line again", retypeIndentation},
	{"delete this line", deleteLine},
	{"keep one of the two sides", keepOurs},
	{"start the text on the next line", breakLine},
	{"indent the text by", indentText},
	{"indent it by", indentEntry},
	{"remove", removeEntry},
	{"add", addKey},
	{"write a space before it", insertSpace},
	{"write", writeCode},
	{"quote", writeCode},
	{"type it again: write", writeCode},
	{"did you mean", writeCode},
	{"start the list on the next line, or quote", writeCode},
}

// replaceCharacter replaces the character at the place.
func replaceCharacter(by string) func([]string, int, diag.Diagnostic) ([]string, bool) {
	return func(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
		line := []rune(lines[at])
		if d.Column < 1 || d.Column > len(line) {
			return nil, false
		}
		lines[at] = string(line[:d.Column-1]) + by + string(line[d.Column:])
		return lines, true
	}
}

func insertSpace(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
	line := []rune(lines[at])
	lines[at] = string(line[:d.Column-1]) + " " + string(line[d.Column-1:])
	return lines, true
}

// retypeIndentation turns all white space at the start of the line into spaces.
func retypeIndentation(lines []string, at int, _ diag.Diagnostic) ([]string, bool) {
	rest := strings.TrimLeftFunc(lines[at], unicode.IsSpace)
	indent := strings.TrimSuffix(lines[at], rest)
	lines[at] = strings.Repeat(" ", utf8.RuneCountInString(indent)) + rest
	return lines, true
}

func deleteLine(lines []string, at int, _ diag.Diagnostic) ([]string, bool) {
	return slices.Delete(lines, at, at+1), true
}

// keepOurs keeps the first side of a merge conflict.
func keepOurs(lines []string, at int, _ diag.Diagnostic) ([]string, bool) {
	kept := slices.Clone(lines[:at])
	side := 0
	for _, line := range lines[at:] {
		switch {
		case strings.HasPrefix(line, "<<<<<<<"):
			side = 1
		case strings.HasPrefix(line, "=======") || strings.HasPrefix(line, "|||||||"):
			side = 2
		case strings.HasPrefix(line, ">>>>>>>"):
			side = 0
		case side < 2:
			kept = append(kept, line)
		}
	}
	return kept, true
}

// breakLine moves the text after | or > to a line of its own.
func breakLine(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
	line := []rune(lines[at])
	sign, text := string(line[:d.Column]), strings.TrimLeft(string(line[d.Column:]), " ")
	lines[at] = sign + "\n" + strings.Repeat(" ", indentOf(lines[at])+4) + text
	return lines, true
}

// indentText indents the lines below, up to the next that is indented less.
func indentText(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
	n, ok := spacesIn(d.Hint, "indent the text by")
	if !ok || at+1 == len(lines) {
		return nil, false
	}
	first := indentOf(lines[at+1])
	for i := at + 1; i < len(lines) && strings.TrimSpace(lines[i]) != "" && indentOf(lines[i]) >= first; i++ {
		lines[i] = strings.Repeat(" ", n-first) + lines[i]
	}
	return lines, true
}

// indentEntry moves the line and what belongs to it.
func indentEntry(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
	n, ok := spacesIn(d.Hint, "indent it by")
	by := n - indentOf(lines[at])
	for i, end := at, belongsTo(lines, at); ok && i < end; i++ {
		lines[i] = strings.Repeat(" ", max(indentOf(lines[i])+by, 0)) + strings.TrimLeft(lines[i], " ")
	}
	return lines, ok
}

// removeEntry deletes the line and what belongs to it.
func removeEntry(lines []string, at int, _ diag.Diagnostic) ([]string, bool) {
	return slices.Delete(lines, at, belongsTo(lines, at)), true
}

// addKey adds a key with its value at the start of the map at the place.
func addKey(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
	code := codeIn(d.Hint)
	line := []rune(lines[at])
	if isVague(code) || d.Column < 1 || d.Column > len(line) {
		return nil, false
	}
	before, after := string(line[:d.Column-1]), string(line[d.Column-1:])
	if rest, ok := strings.CutPrefix(after, "{"); ok {
		lines[at] = before + "{" + code + ", " + rest
	} else {
		lines[at] = before + code + "\n" + strings.Repeat(" ", d.Column-1) + after
	}
	return lines, true
}

// isVague reports whether a code leaves something to its reader: … or a word in
// capitals.
func isVague(code string) bool {
	return code == "" || strings.Contains(code, "…") || placeholder.MatchString(code)
}

// writeCode puts the first code of the hint in place of what stands at the place;
// see [span]. With "on the next line" the code goes there, indented by two spaces
// more. The hint may ask to indent the lines below.
func writeCode(lines []string, at int, d diag.Diagnostic) ([]string, bool) {
	code := codeIn(d.Hint)
	if isVague(code) {
		return nil, false
	}
	if strings.HasSuffix(d.Hint, "on the next line") {
		head := strings.TrimRight(string([]rune(lines[at])[:d.Column-1]), " ")
		lines[at] = head + "\n" + strings.Repeat(" ", indentOf(lines[at])+2) + code + "\n"
		return lines, true
	}
	if n, ok := spacesIn(d.Hint, "indent the lines below by"); ok {
		for i, end := at+1, endOfBlock(lines, at); i < end; i++ {
			lines[i] = strings.Repeat(" ", n) + lines[i]
		}
	}
	line := strings.TrimRight(lines[at], "\r\n")
	start, end := span(line, d.Column, code)
	lines[at] = line[:start] + code + line[end:] + "\n"
	return lines, true
}

var (
	doubleTicks = regexp.MustCompile("``(.+?[^`])``")
	singleTicks = regexp.MustCompile("`([^`]+)`")
	placeholder = regexp.MustCompile(`\b(NAME|SLOT|CODE|KEY|VALUE)\b`)
	quotedKey   = regexp.MustCompile(`^("[^"]*"|'[^']*')(:.*)$`)
	bareKey     = regexp.MustCompile(`^([^\s"'{}\[\]:]+):(\s|$)`)
	inQuotes    = regexp.MustCompile(`"(\\.|[^"\\])*"|'[^']*'`)
	escapes     = regexp.MustCompile(`^(\\u[0-9A-Fa-f]{4})+`)
	number      = regexp.MustCompile(`^ (no|\d+) spaces?`)
)

// codeIn returns the first code of a hint: in backticks, or in two of them if it
// contains one.
func codeIn(hint string) string {
	if m := doubleTicks.FindStringSubmatch(hint); m != nil {
		return m[1]
	}
	if m := singleTicks.FindStringSubmatch(hint); m != nil {
		return m[1]
	}
	return ""
}

// spacesIn returns the number of spaces that follows words of a hint.
func spacesIn(hint, words string) (n int, ok bool) {
	_, rest, found := strings.Cut(hint, words)
	m := number.FindStringSubmatch(rest)
	if !found || m == nil {
		return 0, false
	}
	n, _ = strconv.Atoi(m[1])
	return n, true
}

// span returns the part of a line that a code replaces. An item ("- …") takes
// the place of the whole line, the indentation excepted; a key with its value
// that of the same key with its value, or of the line after its dashes; anything
// else that of the word or value at the column.
func span(line string, column int, code string) (start, end int) {
	at := len(string([]rune(line)[:min(column-1, len([]rune(line)))]))
	indent := len(line) - len(strings.TrimLeft(line, " "))
	if strings.HasPrefix(code, "- ") {
		return indent, len(line)
	}
	key, value, isKey := cutKey(code)
	if name, ok := strings.CutPrefix(code, "{"); ok && at < len(line) && line[at] == '}' && strings.HasSuffix(line[:at+1], name) {
		return at + 1 - len(name), at + 1
	}
	if start, end, ok := around(line, at, code); ok {
		return start, end
	}
	if !isKey {
		return at, at + wordLength(line[at:], code)
	}
	start = strings.LastIndex(line[:min(at+len(key), len(line))], key)
	if start < 0 {
		start = indent
		for strings.HasPrefix(line[start:], "- ") {
			start += 2
		}
	}
	end = len(line)
	if open := strings.LastIndexAny(line[:start], "{["); open >= 0 {
		end = start + valueLength(line[start:])
	} else if i := strings.Index(line, " #"); value == "" && i > start {
		end = i
	}
	return start, end
}

// around returns the text around the place that a code in quotes replaces: the
// same text without quotes, or the text in quotes.
func around(line string, at int, code string) (start, end int, ok bool) {
	if len(code) < 2 || code[0] != '"' && code[0] != '\'' || at >= len(line) || line[at] == code[0] {
		return 0, 0, false
	}
	bare := code[1 : len(code)-1]
	if start = strings.LastIndex(line[:min(at+len(bare), len(line))], bare); start >= 0 && start+len(bare) > at {
		return start, start + len(bare), true
	}
	for _, m := range inQuotes.FindAllStringIndex(line, -1) {
		if m[0] < at && at < m[1] {
			return m[0], m[1], true
		}
	}
	return 0, 0, false
}

// cutKey splits a code such as text: Hello.
func cutKey(code string) (key, value string, ok bool) {
	if m := quotedKey.FindStringSubmatch(code); m != nil {
		return m[1], m[2][1:], true
	}
	key, value, ok = strings.Cut(code, ":")
	return key, value, ok && !strings.ContainsAny(key, `"'{} `) && (value == "" || value[0] == ' ')
}

// wordLength is the length of what a code without a key replaces.
func wordLength(rest, code string) int {
	switch {
	case rest == "":
		return 0
	case rest[0] == '\\' && code[0] == '\\':
		return 1
	case escapes.MatchString(rest):
		return len(escapes.FindString(rest))
	case strings.ContainsAny(code[:1], `"'`) && bareKey.MatchString(rest):
		return len(bareKey.FindStringSubmatch(rest)[1])
	case strings.ContainsAny(code[:1], `"'[`), code[0] == '{' && strings.Contains(code, ": "):
		return valueLength(rest)
	case rest[0] == '{' && code[0] == '{':
		return len(rest) - len(strings.TrimLeftFunc(strings.TrimLeft(rest, "{"), func(r rune) bool {
			return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '}'
		}))
	}
	if i := strings.IndexAny(rest, " :,{}[]"); i > 0 {
		return i
	}
	if i := strings.IndexAny(rest, " :,{}[]"); i == 0 {
		return 1
	}
	return len(rest)
}

// valueLength is the length of a value: to the end of the line, or within
// brackets to the comma or bracket after it.
func valueLength(rest string) int {
	depth := 0
	var quote rune
	for i, r := range rest {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '{' || r == '[':
			depth++
		case (r == '}' || r == ']') && depth == 0, r == ',' && depth == 0:
			return i
		case r == '}' || r == ']':
			depth--
		}
	}
	return len(rest)
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// belongsTo returns the index of the first line after at that does not belong to
// what starts there: lines that are indented further, and the dashes of a key's
// list in the key's own column.
func belongsTo(lines []string, at int) int {
	column := indentOf(lines[at])
	isItem := strings.HasPrefix(lines[at][column:], "- ")
	i := at + 1
	for i < len(lines) && lines[i] != "" && (strings.TrimSpace(lines[i]) == "" || indentOf(lines[i]) > column ||
		indentOf(lines[i]) == column && !isItem && strings.HasPrefix(lines[i][column:], "- ")) {
		i++
	}
	return i
}

// endOfBlock returns the index of the first line after at that is indented less, or
// starts with a dash in its column.
func endOfBlock(lines []string, at int) int {
	column := indentOf(lines[at])
	i := at + 1
	for i < len(lines) && lines[i] != "" && indentOf(lines[i]) >= column && (indentOf(lines[i]) > column || lines[i][column] != '-') {
		i++
	}
	return i
}
