package invisible

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// names has the characters, each as the people who look for it call it.
var names = map[rune]string{
	0x00A0: "no-break space",
	0x00AD: "soft hyphen",
	0x034F: "combining grapheme joiner",
	0x061C: "Arabic letter mark",
	0x115F: "Hangul choseong filler",
	0x1160: "Hangul jungseong filler",
	0x1680: "Ogham space mark",
	0x180E: "Mongolian vowel separator",
	0x2000: "en quad",
	0x2001: "em quad",
	0x2002: "en space",
	0x2003: "em space",
	0x2004: "three-per-em space",
	0x2005: "four-per-em space",
	0x2006: "six-per-em space",
	0x2007: "figure space",
	0x2008: "punctuation space",
	0x2009: "thin space",
	0x200A: "hair space",
	0x200B: "zero width space",
	0x200C: "zero width non-joiner",
	0x200D: "zero width joiner",
	0x200E: "left-to-right mark",
	0x200F: "right-to-left mark",
	0x2028: "line separator",
	0x2029: "paragraph separator",
	0x202A: "left-to-right embedding",
	0x202B: "right-to-left embedding",
	0x202C: "pop directional formatting",
	0x202D: "left-to-right override",
	0x202E: "right-to-left override",
	0x202F: "narrow no-break space",
	0x205F: "medium mathematical space",
	0x2060: "word joiner",
	0x2061: "function application",
	0x2062: "invisible times",
	0x2063: "invisible separator",
	0x2064: "invisible plus",
	0x2066: "left-to-right isolate",
	0x2067: "right-to-left isolate",
	0x2068: "first strong isolate",
	0x2069: "pop directional isolate",
	0x3000: "ideographic space",
	0x3164: "Hangul filler",
	0xFEFF: "byte order mark",
	0xFFA0: "halfwidth Hangul filler",
}

// Name returns how a character that nobody sees is written in a message, such as
// "U+00A0 no-break space", and reports whether r is one.
func Name(r rune) (string, bool) {
	name, ok := names[r]
	if !ok {
		return "", false
	}
	return fmt.Sprintf("U+%04X %s", r, name), true
}

// Show returns a text in which the characters that nobody sees are written as
// <U+200B>, for a message.
func Show(s string) string {
	var b strings.Builder
	for _, r := range s {
		if _, ok := names[r]; ok {
			fmt.Fprintf(&b, "<U+%04X>", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// IsBlank reports whether r is a blank that no YAML reader takes for a space,
// such as a no-break space.
func IsBlank(r rune) bool {
	return r == 0xFEFF || r >= 0x80 && unicode.Is(unicode.Zs, r) || r == 0x2028 || r == 0x2029
}

// Find returns the place in bytes, and the name, of the first character of a
// text that does not belong there. Characters that the text's own script needs
// are passed over: see [needed].
func Find(s string) (offset int, name string, ok bool) {
	for i, r := range s {
		if r < 0x80 {
			continue
		}
		if name, ok := Name(r); ok && !needed(s, i, r) {
			return i, name, true
		}
	}
	return 0, "", false
}

// FindInName is [Find] for names and keys, which need no such character: only
// the joiners between two letters of a script that needs them are passed over.
func FindInName(s string) (offset int, name string, ok bool) {
	for i, r := range s {
		if r < 0x80 {
			continue
		}
		if name, ok := Name(r); ok && (!isJoiner(r) || !needed(s, i, r)) {
			return i, name, true
		}
	}
	return 0, "", false
}

func isJoiner(r rune) bool { return r == 0x200C || r == 0x200D }

// needed reports whether the character r at s[i] does its work there: a joiner
// beside a letter of a script that joins, or within an emoji; a mark of
// direction in a text that has letters written from right to left; a space of
// its own width in a text, such as the French one before a question mark or the
// Chinese one between characters.
func needed(s string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	switch {
	case r == 0x200D && isEmoji(before) && isEmoji(after):
		return true
	case isJoiner(r):
		return unicode.In(before, joining...) && (r == 0x200D || i+utf8.RuneLen(r) < len(s)) || isWordOrSign(before) && unicode.In(after, joining...)
	case r == 0x061C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
		return hasRightToLeft(around(s, i))
	case r == 0x200B:
		return unicode.In(before, unspaced...) && unicode.In(after, unspaced...)
	case r == 0x00A0 || r == 0x2007 || r == 0x2009 || r == 0x202F:
		return isWordOrSign(before) && isWordOrSign(after)
	case r == 0x3000:
		return hasWide(around(s, i))
	case r == 0x180E:
		return unicode.Is(unicode.Mongolian, before)
	case r == 0x115F || r == 0x1160:
		return unicode.Is(unicode.Hangul, before) || unicode.Is(unicode.Hangul, after)
	default:
		return false
	}
}

// joining are the scripts whose letters join, or stop joining, at U+200C and
// U+200D.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Bengali, unicode.Devanagari, unicode.Gujarati, unicode.Gurmukhi, unicode.Kannada,
	unicode.Khmer, unicode.Malayalam, unicode.Mongolian, unicode.Myanmar, unicode.Oriya, unicode.Sinhala,
	unicode.Syriac, unicode.Tamil, unicode.Telugu, unicode.Tibetan,
}

// unspaced are the scripts that have no space between words: a zero width space
// there is where a line may break.
var unspaced = []*unicode.RangeTable{unicode.Khmer, unicode.Lao, unicode.Myanmar, unicode.Thai, unicode.Tibetan}

// rightToLeft are the scripts written from right to left.
var rightToLeft = []*unicode.RangeTable{
	unicode.Adlam, unicode.Arabic, unicode.Hebrew, unicode.Nko, unicode.Samaritan, unicode.Syriac, unicode.Thaana,
}

// wide are the scripts that use the ideographic space.
var wide = []*unicode.RangeTable{unicode.Bopomofo, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana}

// around returns the part of a text beside s[i]: enough to know its script, and
// short enough for a text that is full of such characters.
func around(s string, i int) string {
	const most = 500
	return s[max(0, i-most):min(len(s), i+most)]
}

func hasRightToLeft(s string) bool {
	for _, r := range s {
		if r >= 0x590 && unicode.In(r, rightToLeft...) {
			return true
		}
	}
	return false
}

func hasWide(s string) bool {
	for _, r := range s {
		if r >= 0x1100 && (unicode.In(r, wide...) || isWidePunctuation(r)) {
			return true
		}
	}
	return false
}

// isWordOrSign reports whether a no-break space beside r can be typed on
// purpose: r is neither a blank nor the end of the text.
func isWordOrSign(r rune) bool {
	return r != utf8.RuneError && !unicode.IsSpace(r) && r != 0
}

// isWidePunctuation reports whether r is punctuation as wide as an ideograph.
func isWidePunctuation(r rune) bool { return r >= 0x3001 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60 }

// isEmoji reports whether r can stand beside the joiner of an emoji: a picture,
// a skin color, a variation selector, or a tag.
func isEmoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2190 && r <= 0x2BFF || r == 0xFE0F || r == 0x20E3 || r >= 0xE0020 && r <= 0xE007F
}
