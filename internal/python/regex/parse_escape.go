package regex

import (
	"strconv"
	"strings"
	"unicode"
)

// escape reads the rest of an escape outside of a class; t is its backslash
// and letter.
func (p *parser) escape(at int, t token) *node {
	switch t.r {
	case 'A':
		return &node{kind: kindTextStart, pos: at}
	case 'Z':
		return &node{kind: kindTextEnd, pos: at}
	case 'b', 'B':
		return &node{kind: kindBoundary, negated: t.r == 'B', ascii: p.flags&ASCII != 0, pos: at}
	case 'd', 'D', 's', 'S', 'w', 'W':
		set := &charset{}
		set.addCategory(t.r, p.flags&ASCII != 0)
		return character(at, set)
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return p.octalOrReference(at, t)
	}
	return p.literal(at, p.charEscape(at, t))
}

// octalOrReference reads \12 and the like: a character if there are three
// octal digits, else a reference to a group.
func (p *parser) octalOrReference(at int, t token) *node {
	digits := string(t.r) + p.while(1, decimalDigits)
	if len(digits) == 2 && strings.Trim(digits, octalDigits) == "" {
		if third := p.while(1, octalDigits); third != "" {
			return p.literal(at, p.octal(at, digits+third))
		}
	}
	number, _ := strconv.Atoi(digits)
	if number >= len(p.groups) {
		p.fail(at, "there is no group "+digits)
	}
	return p.backref(at, number)
}

// charEscape reads an escape that stands for one character, inside or outside
// of a class.
func (p *parser) charEscape(at int, t token) rune {
	if t.size == 1 {
		p.fail(at, "the pattern ends with a backslash")
	}
	switch t.r {
	case 'a':
		return '\a'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case 'x':
		return p.hex(at, 2)
	case 'u':
		return p.hex(at, 4)
	case 'U':
		return p.hex(at, 8)
	case '0':
		return p.octal(at, "0"+p.while(2, octalDigits))
	case 'N':
		p.fail(at, `characters by name (\N{…}) are not supported here: write the character itself`)
	}
	if t.r < unicode.MaxASCII && unicode.IsLetter(t.r) || strings.ContainsRune(decimalDigits, t.r) {
		p.fail(at, `unknown escape \`+string(t.r))
	}
	return t.r
}

func (p *parser) hex(at, digits int) rune {
	text := p.while(digits, hexDigits)
	n, err := strconv.ParseUint(text, 16, 32)
	if len(text) < digits || err != nil || n > unicode.MaxRune {
		p.fail(at, "this escape needs "+strconv.Itoa(digits)+" hexadecimal digits that give a character")
	}
	return rune(n)
}

func (p *parser) octal(at int, digits string) rune {
	n, _ := strconv.ParseUint(digits, 8, 32)
	if n > 0o377 {
		p.fail(at, "an octal escape cannot be larger than 0o377")
	}
	return rune(n)
}
