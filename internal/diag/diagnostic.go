package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says what a diagnostic means for loading.
type Severity uint8

const (
	// Warning means that the content loads, but may not do what its author meant.
	Warning Severity = iota
	// Defect means that the content loads, but that nothing is sent here: Rasa's own
	// NLG would fail, or Rasa would reject our reply. Authors see it as an error.
	Defect
	// Error means that the content is rejected: no part of the change goes live.
	Error
)

// String returns "warning" or "error". Authors need not distinguish a Defect from
// an Error.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// MarshalText implements [encoding.TextMarshaler].
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. A Defect that was written is read
// as an Error: see [Severity.String].
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range [...]Severity{Warning, Error} {
		if known.String() == string(text) {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("%q is not a severity", text)
}

// Position is a position in a file. Line and Column count from 1, columns in
// characters; 0 means unknown.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitzero"`
	Column int    `json:"column,omitzero"`
}

// String returns file:line:column, which editors and terminals turn into links.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Diagnostic is one finding for an author.
type Diagnostic struct {
	Position
	Severity Severity `json:"severity"`
	// Code is stable: scripts and settings may name it.
	Code Code `json:"code"`
	// Message says what is wrong, in lower case and without a period.
	Message string `json:"message"`
	// Hint says how to fix it; empty if the message already does.
	Hint string `json:"hint,omitempty"`
	// Source is the line itself, without its line break; empty if it is too long
	// to show.
	Source string `json:"source,omitempty"`
	// Related is a second position, such as the first of two definitions; nil if
	// there is none.
	Related *Related `json:"related,omitempty"`
	// Others are further places at which the same is true; nil if there are none.
	Others *Others `json:"others,omitempty"`
	// Fact is equal for findings that say the same although their messages
	// differ; empty if the message tells. See [List.Merged].
	Fact string `json:"-"`
	// mend fixes it for certain; nil if only its author can tell how.
	mend *Mend
}

// Related is a second position that a diagnostic refers to.
type Related struct {
	Position
	Message string `json:"message"`
}

// String returns the diagnostic on one line.
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s: %s [%s]", d.Position, d.Severity, d.summary(), d.Code)
}

// Equal reports whether both say the same about the same place.
func (d Diagnostic) Equal(e Diagnostic) bool {
	return d.Position == e.Position && d.Severity == e.Severity && d.Code == e.Code && d.Message == e.Message
}

// List is a list of diagnostics.
type List []Diagnostic

// Sort orders the list by file, line and column. Errors come before warnings at the
// same position.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(a.Compare(b.Position), -cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
}

// Unique returns a sorted list in which each message is only once at a position,
// with a related position if one of its copies has one: a value that is used
// several times, by an alias, is judged several times.
func (l List) Unique() List {
	out := l[:0:0]
	for _, d := range l {
		last := len(out) - 1
		if last < 0 || out[last].Position != d.Position || out[last].Code != d.Code || out[last].Message != d.Message {
			out = append(out, d)
		} else if out[last].Related == nil {
			out[last].Related = d.Related
		}
	}
	return out
}

// Count returns how many diagnostics have the severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// HasErrors reports whether the list has a Defect or an Error, so that an author
// has something to fix.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity >= Defect })
}

// Refused reports whether the list has an Error, so that the content is rejected.
func (l List) Refused() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Worst returns at most n diagnostics, in the order of the list. If there are
// more, it keeps the most severe, and the first among those.
func (l List) Worst(n int) List {
	if len(l) <= n {
		return l
	}
	var room [Error + 1]int // how many of each severity to keep
	for s := Error; ; s-- {
		room[s] = min(l.Count(s), n)
		n -= room[s]
		if s == Warning {
			break
		}
	}
	var worst List
	for _, d := range l {
		if room[d.Severity] > 0 {
			room[d.Severity]--
			worst = append(worst, d)
		}
	}
	return worst
}

// InBackticks marks text of a file as code in a hint or a message.
func InBackticks(code string) string {
	if strings.Contains(code, "`") {
		return "``" + code + "``"
	}
	return "`" + code + "`"
}
