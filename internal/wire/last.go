package wire

import "strings"

// lastItem is what is known of a list's last item while the list is skipped. Skipping
// finds only the end of the list, many bytes at a time; the last item is found from
// there, backwards, so that it costs nothing to have many items before it.
type lastItem struct {
	// isKept is set while such a list is skipped.
	isKept bool
	// start is where the last item before seen begins, after its comma.
	start, seen int
	// depth counts the brackets that are open at the scanner's position, that of the
	// list among them; inString says whether it is inside a string.
	depth    int64
	inString bool
}

// passLast consumes a list, whose bracket is the next byte, and returns the text of its
// last item, with white space around it, and the offset of that text in the body. Of the
// list the window keeps no more than that item and what came with it. The text is empty if there is none, and
// may be anything if the list is malformed, as that of all that is skipped.
func (s *scanner) passLast() (text string, offset int, err *Error) {
	begin := s.pos + 1
	s.forget = begin
	s.last = lastItem{isKept: true, start: begin, seen: begin}
	err = s.passNested()
	s.forget, s.last.isKept = -1, false
	if err != nil {
		return "", 0, err
	}
	end := s.pos - 1 // the closing bracket
	s.last.depth, s.last.inString = 1, false
	s.findLast(end)
	start := s.last.start
	return s.text[start:end], start + s.dropped, nil
}

// findLast finds where the last item before end begins. Everything before seen has been
// searched; what comes after it is searched backwards, up to a comma of the list itself.
func (s *scanner) findLast(end int) {
	l, text := &s.last, s.text
	pos, depth := end, l.depth
	if l.inString {
		pos = l.opening(text, pos)
	}
search:
	for pos > l.seen {
		pos--
		switch text[pos] {
		case '"':
			pos = l.opening(text, pos)
		case '}', ']':
			depth++
		case '{', '[':
			depth--
		case ',':
			if depth == 1 {
				l.start = pos + 1
				break search
			}
		}
	}
	s.owed += end - pos
	l.seen = end
}

// opening returns the position of the quote that opens the string in which pos is, or
// which ends there; seen if it is not after that.
func (l *lastItem) opening(text string, pos int) int {
	for {
		quote := strings.LastIndexByte(text[l.seen:pos], '"')
		if quote < 0 {
			return l.seen
		}
		pos = l.seen + quote
		// An opening quote follows no backslash; one in a string follows an odd number. If
		// seen is among them, there is nothing else after it.
		before := pos
		for before > l.seen && text[before-1] == '\\' {
			before--
		}
		if (pos-before)%2 == 0 {
			return pos
		}
	}
}
