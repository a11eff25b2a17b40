package predicate

import (
	"strings"

	"nlgserver/internal/python"
)

// unexpected reports that the current token is not allowed where it is,
// with a hint if it is a usual mistake.
func (p *parser) unexpected() {
	t := p.tok
	switch t.kind {
	case tokenBad:
		p.unexpectedCharacter(t)
	case tokenEnd:
		p.fail(t, Syntax, "the predicate ends where a value is expected", p.endHint())
	default:
		p.fail(t, Syntax, "unexpected "+p.source(t), p.tokenHint(t))
	}
}

func (p *parser) endHint() string {
	if p.before.kind == tokenEnd {
		return ""
	}
	return "a value is missing after `" + p.source(p.before) + "`"
}

// unexpectedCharacter reports text that begins no token.
func (p *parser) unexpectedCharacter(t token) {
	r, _ := python.DecodeRune(p.source(t))
	switch r {
	case '\'', '"', '/':
		p.fail(t, Syntax, "this "+string(r)+" is never closed", "add `"+string(r)+"` where the text ends")
		return
	}
	p.fail(t, Syntax, "unexpected "+p.source(t), characterHint(r, p.text[t.start:]))
}

func characterHint(r rune, rest string) string {
	switch r {
	case '&':
		return "write `and`"
	case '|':
		return "write `or`"
	case '!', '~':
		return "write `not`"
	case ',':
		return "separate the values of a set with spaces, not commas"
	case '[', ']':
		if strings.HasPrefix(rest, "['") || strings.HasPrefix(rest, `["`) {
			return "write `slots.NAME` for a slot; write a set in braces, such as `{'a' 'b'}`"
		}
		return "write a set in braces, such as `{'a' 'b'}`"
	case '+', '*', '%', '^':
		return "arithmetic is not supported: set a slot to the result in a custom action, and compare that slot"
	case '≥':
		return "write `>=`"
	case '≤':
		return "write `<=`"
	case '≠':
		return "write `!=`"
	case '‘', '’', '“', '”', '„', '«', '»', '`':
		return "use straight quotes: ' or \""
	case '$', '@':
		return "write `slots.NAME` for a slot"
	case '\u00a0', '\u200b', '\ufeff':
		return "delete the invisible character here"
	default:
		return ""
	}
}

// tokenHint says what may have been meant by a token in the wrong place.
func (p *parser) tokenHint(t token) string {
	adjoins := p.before.kind != tokenEnd && p.before.end == t.start
	sign := p.source(p.before)
	_, compares := t.kind.compares()
	switch {
	case adjoins && sign == "=" && t.kind == tokenGreater:
		return "write `>=`"
	case adjoins && sign == "=" && t.kind == tokenLess:
		return "write `<=`"
	case adjoins && sign == "<" && t.kind == tokenGreater:
		return "write `!=`"
	case adjoins && (sign == "==" || sign == "!=") && t.kind == tokenEqual:
		return "write `" + sign + "`"
	case t.kind == tokenNot && isValueToken(p.before.kind):
		return "put not first, as in `not slots.x contains 'y'`"
	case (compares || t.kind == tokenIs || t.kind == tokenContains || t.kind == tokenMatches) && isValueToken(p.before.kind):
		return "comparisons cannot be chained: join two of them with `and`"
	case t.kind == tokenOpen && p.before.kind == tokenWord:
		return "functions are not supported: set a slot to the result in a custom action, and compare that slot"
	case t.kind == tokenClose || t.kind == tokenSetEnd:
		return "it closes nothing, or a value is missing before it"
	case t.kind == tokenAnd || t.kind == tokenOr:
		return "a value is missing before it"
	case !isValueToken(p.before.kind):
		return ""
	case t.kind == tokenWord || t.kind == tokenNumber:
		return p.wordHint(t)
	case t.kind == tokenQuoted && p.before.kind == tokenQuoted:
		return "use double quotes inside single quotes, and single quotes inside double quotes"
	default:
		return "an `and` or `or` is missing before it"
	}
}

// wordHint says what may have been meant by a word after a complete value.
func (p *parser) wordHint(t token) string {
	switch word := p.lower(t); {
	case word == "in":
		return "swap the sides, as in `{'a' 'b'} contains slots.x`"
	case word == "equals" || word == "equal" || word == "eq" || word == "like" || word == "are":
		return "write `is`"
	case word == "isnot" || word == "isn":
		return "write `is not`"
	case word == "-" || t.kind == tokenNumber && strings.HasPrefix(word, "-"):
		return "arithmetic is not supported: set a slot to the result in a custom action, and compare that slot"
	case p.before.end == t.start && p.before.kind == tokenQuoted:
		return "the string ends before this: a backslash does not escape a quote, so use the other kind of quotes around it"
	case p.before.end == t.start && p.before.kind == tokenNumber:
		return "a number ends here: quote text that starts with digits"
	case p.before.kind == tokenWord && !strings.Contains(p.source(p.before), "."):
		return "quote text of more than one word: `'" + p.source(p.before) + " " + p.source(t) + "'`"
	default:
		return "an `and` or `or` is missing before it"
	}
}

// isValueToken reports whether a token can end a value.
func isValueToken(k tokenKind) bool {
	switch k {
	case tokenNumber, tokenWord, tokenQuoted, tokenPattern, tokenClose, tokenSetEnd,
		tokenTrue, tokenFalse, tokenUndefined, tokenNull, tokenEmpty:
		return true
	default:
		return false
	}
}
