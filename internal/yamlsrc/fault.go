package yamlsrc

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
)

// fault is an error in a file: what, where, and how to fix it.
type fault struct {
	offset        int
	code          diag.Code
	message, hint string
	related       string // message about relatedOffset; empty if there is none
	relatedOffset int
}

// finder looks for common mistakes in a file that is not YAML. It follows the block
// structure line by line and stops at the first fault. It is not a YAML parser: it
// gives up at rare syntax, such as the ? of a complex key. In valid YAML it never
// finds a fault.
type finder struct {
	src     string
	pos     int // start of the next line
	levels  []level
	anchors map[string]bool
	key     string // the key before the value on the same line
	started bool   // content has started
	first   int    // where it started
	plainAt int    // start of the last value, if it is unquoted text, else -1
	suspect *fault // a slip in the line of the last key, to blame if a fault follows
	block   textBlock
	blanks  blankLines
	hasTags bool // the file may have a directive %TAG
	steps   int  // characters read again, apart from those of each line
	fault   *fault
	gaveUp  bool
}

// textBlock is the last text after | or >.
type textBlock struct {
	start  int // of its sign
	next   int // start of the line after it, -1 if there is no block
	indent int // of its text, in columns from 0
	empty  bool
}

// level is a list or a map that is still open.
type level struct {
	indent int
	list   bool
	open   bool   // its last dash or key waits for a value
	key    string // the last key
}

// deepest is the deepest nesting that yaml.v3 accepts.
const deepest = 10_000

func findFault(src string, meter *budget.Meter) (fault, bool) {
	f := finder{src: src, hasTags: strings.Contains(src, "%TAG"), anchors: make(map[string]bool), plainAt: -1, block: textBlock{next: -1}}
	for f.pos < len(src) && !f.stopped() && meter.Look() {
		start := f.pos
		f.line()
		meter.Step(f.pos - start + f.steps)
		f.steps = 0
	}
	if f.fault == nil {
		return fault{}, false
	}
	return f.blame(*f.fault), true
}

func (f *finder) stopped() bool { return f.fault != nil || f.gaveUp }

func (f *finder) giveUp() { f.gaveUp = true }

// found ends the search with a fault.
func (f *finder) found(offset int, message, hint string) {
	if !f.stopped() {
		f.fault = &fault{offset: offset, code: diag.YAMLSyntax, message: message, hint: hint}
	}
}

// foundRelated is found with a related offset.
func (f *finder) foundRelated(offset int, message, hint string, relatedOffset int, related string) {
	if !f.stopped() {
		f.found(offset, message, hint)
		f.fault.related, f.fault.relatedOffset = related, relatedOffset
	}
}

// top is the innermost open list or map, nil at the top level.
func (f *finder) top() *level {
	if len(f.levels) == 0 {
		return nil
	}
	return &f.levels[len(f.levels)-1]
}

func (f *finder) push(l level, offset int) {
	if top := f.top(); top != nil {
		top.open = false
	}
	f.levels = append(f.levels, l)
	if len(f.levels) > deepest {
		f.found(offset, "lists are nested too deeply", "")
		f.fault.code = diag.TooDeep
	}
}

// indent is the column, from 0, that the further lines of a value must exceed.
func (f *finder) indent() int {
	if top := f.top(); top != nil {
		return top.indent
	}
	return -1
}

// at returns the byte at an offset, a line break at the end of the file.
func (f *finder) at(i int) byte {
	if i < len(f.src) {
		return f.src[i]
	}
	return '\n'
}

// endsWord reports whether white space or the end of the text is at i.
func (f *finder) endsWord(i int) bool {
	c := f.at(i)
	return isBlank(c) || isBreak(c)
}

// endsLine reports whether only a comment may follow at i.
func (f *finder) endsLine(i int) bool {
	c := f.at(i)
	return isBreak(c) || c == '#'
}

func (f *finder) isDash(i int) bool { return f.at(i) == '-' && f.endsWord(i+1) }

// isKeyColon reports whether a colon at i ends a key.
func (f *finder) isKeyColon(i int) bool { return f.at(i) == ':' && f.endsWord(i+1) }

// isMarkerAt reports whether --- or ... is at the start of a line.
func (f *finder) isMarkerAt(i int) bool {
	if i >= len(f.src) || i > 0 && !isBreak(f.src[i-1]) {
		return false
	}
	line := f.src[i:min(i+4, len(f.src))]
	return isMarker(line, "---") || isMarker(line, "...")
}

// nextLine ends the work on this line.
func (f *finder) nextLine(i int) { f.pos = nextLine(f.src, i) }

// restOfLine is the text from i to the end of the line, or what hints need of it.
func (f *finder) restOfLine(i int) string {
	rest := f.src[i:min(len(f.src), i+longLine)]
	return strings.TrimRight(rest[:lineLength(rest)], " \t")
}

// lineStart returns the start of the line that contains i.
func lineStart(s string, i int) int { return strings.LastIndexAny(s[:i], "\r\n") + 1 }

func skipSpaces(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}
