package regex

import (
	"unicode/utf8"

	"nlgserver/internal/python"
)

// literalOf returns the longest text that every match holds, and whether the
// pattern is nothing but that text.
func literalOf(root *node) (literal string, isAll bool) {
	var l literals
	l.add(root)
	l.end()
	return string(l.longest), !l.hasOther && len(l.longest) > 0
}

// literals collects the texts that a pattern asks for.
type literals struct {
	current, longest []byte
	// hasOther is true if the pattern asks for more than one text.
	hasOther bool
}

func (l *literals) add(n *node) {
	switch n.kind {
	case kindSequence:
		for _, k := range n.kids {
			l.add(k)
		}
		return
	case kindCapture, kindGroup:
		l.add(n.kids[0])
		return
	case kindSet:
		// A malformed byte of a text counts as this character.
		if r, ok := n.set.single(); ok && r != utf8.RuneError {
			l.current = python.AppendRune(l.current, r)
			return
		}
	case kindRepeat:
		l.end()
		if l.hasOther = true; n.low > 0 {
			l.add(n.kids[0])
		}
		l.end()
		return
	}
	l.hasOther = true
	if !n.isAssertion() {
		l.end()
	}
}

func (l *literals) end() {
	if len(l.current) > len(l.longest) {
		l.longest, l.current = l.current, nil
	}
	l.current = l.current[:0]
}
