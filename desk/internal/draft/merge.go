package draft

import "bytes"

// around is how many lines before and after an edit must be found again, at best.
const around = 3

// carry returns a splice of a text for another version of the text, or false if it
// cannot be told where it belongs. A splice that the other version has is empty.
func carry(s Splice, before, after []byte) (Splice, bool) {
	change, differs := splice(s.File, before, after)
	switch {
	case !differs || s.At+len(s.Was) < change.At:
		return s, true
	case s.At > change.At+len(change.Was):
		s.At += len(change.Now) - len(change.Was)
		return s, true
	case change.At == s.At && bytes.Equal(change.Was, s.Was) && bytes.Equal(change.Now, s.Now):
		return Splice{File: s.File}, true
	}
	// There are changes on both sides of it: look for its lines, with as many of
	// those around them as are still there.
	for n := around; n >= 0; n-- {
		start, end := linesBefore(before, s.At, n), linesAfter(before, s.At+len(s.Was), n)
		place := before[start:end]
		if len(place) > 0 && bytes.Count(before, place) == 1 && bytes.Count(after, place) == 1 {
			s.At = bytes.Index(after, place) + s.At - start
			return s, true
		}
	}
	return s, false
}

// linesBefore returns the start of the line that is n lines before that of a byte.
func linesBefore(text []byte, at, n int) int {
	for ; n >= 0 && at > 0; n-- {
		at = bytes.LastIndexByte(text[:at], '\n')
		if at <= 0 {
			return 0
		}
	}
	if at == 0 {
		return 0
	}
	return at + 1
}

// linesAfter returns the end of the line that is n lines after that of a byte.
func linesAfter(text []byte, at, n int) int {
	for ; n >= 0; n-- {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	return at
}
