package wire

import (
	"math"
	"strings"
)

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

// passTail consumes a list, whose bracket is the next byte, and returns the end of what is
// between its brackets, within size bytes; its last item in any case if keepLast is set, which
// takes longer. whole is set if that is all of it. Else the first byte that is returned may be
// in the middle of an item, or it is a comma.
func (s *scanner) passTail(size int, keepLast bool) (text string, whole bool, err *Error) {
	begin, dropped, last := s.pos+1, s.dropped, math.MaxInt
	s.tail = size
	if keepLast {
		_, last, err = s.passLast()
	} else {
		s.forget = begin
		err = s.passNested()
	}
	s.forget, s.tail = -1, 0
	if err != nil {
		return "", false, err
	}
	end := s.pos - 1 // the closing bracket
	from := max(begin, min(end-size, last-s.dropped-1))
	return s.text[from:end], from == begin && s.dropped == dropped, nil
}

// passEnd consumes a value, and returns it if it has at most size bytes. whole says whether
// it has.
func (s *scanner) passEnd(size int) (text string, whole bool, err *Error) {
	start := s.offset()
	s.forget, s.tail = s.pos, size
	err = s.pass()
	s.forget, s.tail = -1, 0
	if length := s.offset() - start; err == nil && length <= size {
		return s.text[s.pos-length : s.pos], true, nil
	}
	return "", false, err
}

// lastStart returns where the last item before end begins in the text of a list's items.
func lastStart(items string, end int) int {
	s := scanner{text: items, last: lastItem{depth: 1}}
	s.findLast(end)
	return s.last.start
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
