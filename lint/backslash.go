package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/pattern"
)

// isEscape reports whether a backslash and what follows is meant as an escape. It
// is not in a path, in code, in a formula, or in the name of an account.
func isEscape(text string, from, to int) bool {
	if from > 0 && text[from-1] == '\\' || isCode(text, from, to) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[to:])
	switch text[to-1] {
	case 'n':
		return !isPath(text, from, after) && !isFormula(text, from)
	case 't', 'r':
		isName := unicode.IsLower(after) && !strings.Contains(text, `\n`) // ACME\tom
		return !isName && !isPath(text, from, after) && !isFormula(text, from)
	default:
		return !isPath(text, from, after)
	}
}

var (
	windowsPath = pattern.Lazy(`^[("'“„]*(?:[A-Za-z]:\\|\\\\[A-Za-z0-9]|\.{1,2}\\|%[A-Za-z]+%|HKEY_)`)
	driveBefore = pattern.Lazy(`(?:^|[\s("'])[A-Za-z]:\\[^\n]*[\pL\pN]$`)
	// regexClass is in regular expressions only.
	regexClass = pattern.Lazy(`\\[dswDSWb](?:[^A-Za-z]|$)`)
	// callBefore is the start of a call with a string, such as print("a.
	callBefore = pattern.Lazy(`\w\(["'][^"'\n]*$`)

	formula      = pattern.Lazy(`\$|\\[(\[]|\\(?:alpha|beta|begin|cdot|delta|end|frac|gamma|geq|infty|int|lambda|left|leq|mathbf|mathrm|mu|pi|sigma|sqrt|sum)\b|TeX\b`)
	latexCommand = pattern.Lazy(`^\\(?:n(?:abla|eq?|u|ot|eg|ewline|ewpage|oindent)|t(?:imes|heta|au|ext(?:bf|it|tt)?|an|o|op)|r(?:ho|ight|ightarrow|m)|x)\b`)
)

// isPath reports whether the backslash at from, before the character after, is in
// a path of Windows. A capital starts a sentence on a new line.
func isPath(text string, from int, after rune) bool {
	start := strings.LastIndexAny(text[:from], " \n\t") + 1
	word := text[start:]
	if end := strings.IndexAny(word, " \n\t"); end >= 0 {
		word = word[:end]
	}
	if regexClass().MatchString(word) {
		return true
	}
	if windowsPath().MatchString(word) {
		return start+2 >= from || !unicode.IsUpper(after)
	}
	return unicode.IsLower(after) && driveBefore().MatchString(text[max(0, from-longestPasted):from])
}

// isCode reports whether the escape is in code that the text shows.
func isCode(text string, from, to int) bool {
	before := text[:from]
	switch {
	case strings.Count(before, "`")%2 == 1:
		return true
	case strings.HasSuffix(before, `"`) && strings.HasPrefix(text[to:], `"`):
		return true
	case strings.Contains(before, `{{"`) && strings.Count(before, `"`)%2 == 1:
		return true
	default:
		return callBefore().MatchString(before[max(0, from-longestPasted):])
	}
}

// isFormula reports whether the backslash at from starts a command of LaTeX, and
// the text has other signs of it: \nu alone may be a new line and a word.
func isFormula(text string, from int) bool {
	return latexCommand().MatchString(text[from:]) && (formula().MatchString(text) || strings.Count(text, `\t`) > 1 && !strings.Contains(text, `\n`))
}

// jsonText is the start of JSON, which has escapes of its own.
var jsonText = pattern.Lazy(`^\s*(?:\{\{?\s*"|\[\s*(?:["\[]|\{\{?\s*"))`)

func isJSONText(text string) bool {
	end := strings.TrimSpace(text)
	return jsonText().MatchString(text) && (strings.HasSuffix(end, "}") || strings.HasSuffix(end, "]"))
}
