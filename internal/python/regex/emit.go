package regex

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// writer spells a parsed pattern in the dialect of another engine.
type writer struct {
	strings.Builder
	// slow is true for the backtracking engine, false for Go's regexp.
	slow bool
	// captures is true if groups must remember what they match.
	captures bool
}

// write returns the pattern for one of the engines. Everything is written with
// explicit sets and anchors, so that no flag of the other engine takes part.
func write(n *node, slow, captures bool) string {
	w := writer{slow: slow, captures: captures}
	w.node(n)
	return w.String()
}

func (w *writer) printf(format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

func (w *writer) node(n *node) {
	switch n.kind {
	case kindSequence:
		for _, k := range n.kids {
			w.node(k)
		}
	case kindAlternation:
		for i, k := range n.kids {
			if i > 0 {
				w.WriteByte('|')
			}
			w.node(k)
		}
	case kindSet:
		w.set(n.set)
	case kindRepeat:
		w.repeat(n)
	case kindCapture:
		if w.captures {
			w.group("(", n.kids[0])
		} else {
			w.group("(?:", n.kids[0])
		}
	case kindGroup:
		w.group("(?:", n.kids[0])
	case kindAtomic:
		w.group("(?>", n.kids[0])
	case kindLook:
		w.group(lookOpening(n), n.kids[0])
	case kindBackref:
		w.backref(n)
	case kindConditional:
		w.printf("(?(%d)", n.group)
		w.group("(?:", n.kids[0])
		w.WriteByte('|')
		w.group("(?:", n.kids[1])
		w.WriteByte(')')
	default:
		w.assertion(n)
	}
}

func (w *writer) group(opening string, n *node) {
	w.WriteString(opening)
	w.node(n)
	w.WriteByte(')')
}

func lookOpening(n *node) string {
	switch {
	case n.behind && n.negated:
		return "(?<!"
	case n.behind:
		return "(?<="
	case n.negated:
		return "(?!"
	default:
		return "(?="
	}
}

func (w *writer) backref(n *node) {
	opening := "(?:"
	if n.fold {
		opening = "(?i:"
	}
	w.printf(`%s\k<%d>)`, opening, n.group)
}

func (w *writer) repeat(n *node) {
	if n.greed == possessive {
		w.WriteString("(?>")
		defer w.WriteByte(')')
	}
	w.group("(?:", n.kids[0])
	switch {
	case n.low == 0 && n.high == unbounded:
		w.WriteByte('*')
	case n.low == 1 && n.high == unbounded:
		w.WriteByte('+')
	case n.low == 0 && n.high == 1:
		w.WriteByte('?')
	case n.high == unbounded:
		w.printf("{%d,}", atMostInt32(n.low))
	default:
		w.printf("{%d,%d}", atMostInt32(n.low), atMostInt32(n.high))
	}
	if n.greed == lazy {
		w.WriteByte('?')
	}
}

// atMostInt32 cuts a number of repeats to what the backtracking engine can
// count. No text is that long.
func atMostInt32(n int64) int64 { return min(n, 1<<31-1) }

func (w *writer) assertion(n *node) {
	switch n.kind {
	case kindTextStart:
		w.WriteString(`\A`)
	case kindTextEnd:
		w.WriteString(`\z`)
	case kindDollar:
		// Go's regexp is asked only about texts where both are the same.
		if w.slow {
			w.WriteString(`\Z`)
		} else {
			w.WriteString(`\z`)
		}
	case kindLineStart:
		w.WriteString(`(?m:^)`)
	case kindLineEnd:
		w.WriteString(`(?m:$)`)
	case kindBoundary:
		w.boundary(n)
	}
}

func (w *writer) boundary(n *node) {
	if !w.slow {
		// Go knows ASCII words only, and is asked only where that is enough.
		if n.negated {
			w.WriteString(`\B`)
		} else {
			w.WriteString(`\b`)
		}
		return
	}
	word := `[0-9A-Z_a-z]`
	if !n.ascii {
		word = `[\p{L}\p{N}_]`
	}
	if n.negated {
		// In Python \B never matches in an empty text.
		w.printf(`(?:(?!\A\z)(?:(?<=%[1]s)(?=%[1]s)|(?<!%[1]s)(?!%[1]s)))`, word)
		return
	}
	w.printf(`(?:(?<=%[1]s)(?!%[1]s)|(?<!%[1]s)(?=%[1]s))`, word)
}

func (w *writer) set(c *charset) {
	s := c.simplified()
	if r, ok := s.single(); ok {
		w.char(r)
		return
	}
	if len(s.spans) == 0 && !s.digit && !s.word {
		w.allOrNothing(s.negated)
		return
	}
	w.WriteByte('[')
	if s.negated {
		w.WriteByte('^')
	}
	for _, r := range s.spans {
		w.char(r.low)
		if r.high > r.low {
			w.WriteByte('-')
			w.char(r.high)
		}
	}
	if s.digit {
		w.WriteString(`\p{Nd}`)
	}
	if s.word {
		w.WriteString(`\p{L}\p{N}_`)
	}
	w.WriteByte(']')
}

func (w *writer) allOrNothing(all bool) {
	switch {
	case all:
		w.WriteString(`(?s:.)`)
	case w.slow:
		w.WriteString(`(?!)`)
	default:
		w.WriteString(`[^\x00-\x{10ffff}]`)
	}
}

// char writes one character, inside or outside of a class.
func (w *writer) char(r rune) {
	switch {
	case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		w.WriteRune(r)
	case !w.slow:
		w.WriteString(`\x{` + strconv.FormatInt(int64(r), 16) + `}`)
	case r <= 0xffff:
		w.printf(`\u%04x`, r)
	default:
		w.WriteRune(r)
	}
}
