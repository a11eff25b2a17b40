package regex

// Flags are the modifiers of a pattern, as in re.compile(pattern, flags).
type Flags uint8

// The flags that Python has for text. Locale is among them because Python
// knows it and refuses it.
const (
	IgnoreCase Flags = 1 << iota // i
	Multiline                    // m
	DotAll                       // s
	ASCII                        // a
	Unicode                      // u
	Verbose                      // x
	Locale                       // l, refused for text
)

// alphabets are the flags of which a pattern may have one only.
const alphabets = ASCII | Unicode | Locale

// flagLetters are the flags by the letters that set them inside a pattern.
var flagLetters = map[rune]Flags{
	'i': IgnoreCase,
	'm': Multiline,
	's': DotAll,
	'a': ASCII,
	'u': Unicode,
	'x': Verbose,
	'L': Locale,
}

// with returns f with some flags set and others cleared, as (?i-s:…) does.
func (f Flags) with(on, off Flags) Flags {
	if on&alphabets != 0 {
		f &^= alphabets
	}
	return (f | on) &^ off
}
