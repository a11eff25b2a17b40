package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalize returns s with one form for what can be written in several: digits of all
// scripts, dashes, apostrophes, spaces, full-width letters. Case is kept.
func normalize(s string) string {
	if isASCII(s) {
		return s
	}
	s = norm.NFKC.String(splitFractions(strings.ToValidUTF8(s, "\uFFFD")))
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
		} else if r = normalRune(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// splitFractions handles what the compatibility form would glue to a number: 2½ would be
// 21⁄2, and m² would be m2. A space inside of a number that does not break is a separator,
// so it becomes one that is no space. A digit in a
// keycap is kept apart: it may be of a list.
func splitFractions(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	runes := []rune(s)
	digitAt := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }
	for i, r := range runes {
		switch r {
		case '½', '¼', '¾':
			if !digitAt(i - 1) {
				b.WriteByte('0')
			}
			b.WriteString(fractions[r])
		case '㎡', '㎥', '㎢':
			b.WriteString(squares[r])
		case '²', '³':
			if isMeterBefore(runes[:i]) {
				b.WriteString(powers[r])
			}
		case '\u20E3':
			if isKeycapDigit(runes[:i]) {
				b.WriteRune(keycap)
			}
		case '，', '、', '。':
			// Between Chinese numbers they end a clause, and are no decimal point.
			b.WriteRune(r)
			if i+1 < len(runes) && runes[i+1] < utf8.RuneSelf && digitAt(i+1) {
				b.WriteByte(' ')
			}
		case '¹', '\uFE0F':
		case '\u00A0', '\u202F', '\u2009', '\u2007':
			if digitAt(i-1) && digitAt(i+1) {
				r = '\''
			}
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

var fractions = map[rune]string{'½': ".5", '¼': ".25", '¾': ".75"}

// powers are what is written for a small 2 or 3 after a unit of length: letters, because
// digits would be read as a number.
var powers = map[rune]string{'²': "sq", '³': "cub"}

// squares are the same for one character.
var squares = map[rune]string{'㎡': "msq", '㎥': "mcub", '㎢': "kmsq"}

// isMeterBefore reports whether a text ends with a unit of length.
func isMeterBefore(runes []rune) bool {
	start := len(runes)
	for start > 0 && len(runes)-start < 3 && unicode.IsLetter(runes[start-1]) {
		start--
	}
	switch string(runes[start:]) {
	case "m", "cm", "mm", "km", "dm", "ft", "in", "mi", "yd", "м":
		return true
	}
	return false
}

// keycap is written after the digit of a keycap.
const keycap = '⌨'

// isKeycapDigit reports whether a text ends with the digit of a keycap.
func isKeycapDigit(runes []rune) bool {
	n := len(runes)
	if n > 0 && runes[n-1] == '\uFE0F' {
		n--
	}
	return n > 0 && unicode.IsDigit(runes[n-1])
}

// normalRune returns the form of r that is compared; -1 for none.
func normalRune(r rune) rune {
	switch r {
	case '٫':
		return '.'
	case '٬', '،':
		return ','
	case '٪':
		return '%'
	case '−', '‐', '‑', '﹣':
		return '-'
	case '–', '—', '―', '〜':
		return '–'
	case '’', '‘', 'ʼ', '`', '´', '′':
		return '\''
	case '。':
		return '.'
	case '、':
		return ','
	case 'ـ':
		return -1
	}
	switch {
	case unicode.IsDigit(r):
		return '0' + digitValue(r)
	case unicode.Is(unicode.Cf, r), r >= '\u064B' && r <= '\u0652', r >= '\uFE00' && r <= '\uFE0F':
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// digitValue returns the value of a decimal digit: each script has its ten in a row.
func digitValue(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// fold returns the form of a word that tables have: lower case, without accents and hamza.
func fold(word string) string {
	word = strings.ToLower(word)
	if isASCII(word) {
		return word
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\u0300' && r <= '\u036F', r >= '\u0653' && r <= '\u0655', r == '\u093C':
			return -1
		case r == 'ة':
			return 'ه'
		case r == 'ى':
			return 'ي'
		case r >= '\u064B' && r <= '\u0652':
			return -1
		}
		return r
	}, norm.NFD.String(strings.ReplaceAll(word, "ß", "ss")))
}
