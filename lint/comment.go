package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/pattern"
)

// isRemark reports whether a comment without a blank after its # is one anyway:
// a ruler, a note to developers, a language, or a line of YAML that was taken out.
func isRemark(comment string) bool {
	if strings.HasPrefix(comment, ignoreMark) || strings.ContainsAny(comment[:1], "#-=*~_!/<>|") {
		return true
	}
	word := strings.TrimRight(comment, ":")
	if i := strings.IndexAny(word, " \t:("); i >= 0 {
		word = word[:i]
	}
	return remarks[strings.ToLower(word)] || languageOnly().MatchString(comment) || takenOut().MatchString(comment)
}

// remarks are the first words of notes to developers, which are no hashtags.
var remarks = wordSet(`todo fixme note xxx hack noqa yamllint wip tbd
	not used unused old default deprecated test temp tmp comment commented removed changed added optional remove delete ignore
	was see check only also this these the we it is should don't dont maybe if when for from in`)

var (
	// languageOnly is a comment that is only a language.
	languageOnly = pattern.Lazy(`^(?:ar|cs|da|de|en|es|fa|fi|fr|he|hi|id|it|ja|ko|nl|no|pl|pt|ru|sv|th|tr|uk|vi|zh)(?:[-_][A-Z]{2})?$`)
	// takenOut is a key of YAML.
	takenOut = pattern.Lazy(`^[a-z_]+: `)
)

// isUnfinished reports whether a text stops in the middle: a bracket or a quote is
// still open, or it ends with a comma, a word that joins, or a word before the # of
// a keypad.
func isUnfinished(text string) bool {
	for _, pair := range [...]string{"()", "[]", "{}", "“”", "«»"} {
		open, size := utf8.DecodeRuneInString(pair)
		if strings.Count(text, string(open)) > strings.Count(text, pair[size:]) {
			return true
		}
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.Count(text, `"`)%2 == 1 || strings.ContainsRune(",&+=/", last) || joiningWords[lastWord(text)] || keypad().MatchString(text)
}

// joiningWords are words that end no text.
var joiningWords = wordSet(`a an and by for of or our the to with your
	das der die oder und mit con de el et la le ou para pour`)

// keypad is the end of a text before the # of a keypad.
var keypad = pattern.Lazy(`(?i)(?:(?:^|[\s(])(?:dial|enter|hit|press|push|type|number|` +
	`(?:hash|pound) (?:key|sign)|(?:drücken|wählen|tippen) sie|drücke|wähle|taste|pulse|pulsa|marque|oprima|presione|tecla|` +
	`appuyez sur|tapez|composez|touche|pressione|aperte|digite|disque|premi|premere|tasto|` +
	`phím|bấm|nhấn|нажмите|клавишу)|按|輸入|输入)$`)

// isContinued reports whether a comment reads as the rest of a text that does not
// end a sentence: a number, or a word that only stands behind a #.
func isContinued(text, comment string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	first, _ := utf8.DecodeRuneInString(comment)
	switch {
	case !unicode.IsLetter(last):
		return false
	case unicode.IsDigit(first):
		return numbered[lastWord(text)]
	default:
		return strings.Contains(text, " ") && variableFirst().MatchString(comment) || behindHash().MatchString(comment)
	}
}

var (
	// variableFirst is the start of a comment such as {number} is open.
	variableFirst = pattern.Lazy(`^\{[\pL_][\pL\pN_]*\}`)
	// behindHash is the start of a comment such as key to continue.
	behindHash = pattern.Lazy(`^(?:(?:of|sign|key|symbol|button)(?:\s|$)|[を键鍵字キで])`)
)

// numbered are the words for what has a number.
var numbered = wordSet(`account apartment apt booking building case claim ext extension flat gate invoice item order page part
	policy reference room suite table ticket unit`)

// lastWord returns the last word of a text, in lower case.
func lastWord(text string) string {
	return strings.ToLower(text[strings.LastIndexByte(text, ' ')+1:])
}

// wordSet returns the set of the words in a list.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
