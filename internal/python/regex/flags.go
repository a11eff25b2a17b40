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

// flagOf returns the flag that a letter inside a pattern stands for.
func flagOf(r rune) (f Flags, known bool) {
	switch r {
	case 'i':
		return IgnoreCase, true
	case 'm':
		return Multiline, true
	case 's':
		return DotAll, true
	case 'a':
		return ASCII, true
	case 'u':
		return Unicode, true
	case 'x':
		return Verbose, true
	case 'L':
		return Locale, true
	default:
		return 0, false
	}
}

// with returns f with some flags set and others cleared, as (?i-s:…) does.
func (f Flags) with(on, off Flags) Flags {
	if on&alphabets != 0 {
		f &^= alphabets
	}
	return (f | on) &^ off
}
