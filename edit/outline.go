package edit

import (
	"bytes"
	"slices"
	"strings"

	"nlgserver/internal/document"
	"nlgserver/nlg"
)

// outline is where the responses of a file are, so that one of them can be edited without
// reading the others. It does not change.
//
// The lines of a response, with the blank lines and comments above it up to the response
// before and below it up to the one after, mean the same in a file of their own: below
// the same key, and above a line that is indented as the one that follows is. What could
// make that wrong has no outline, or is not in it: see [newOutline] and [file.spanOf].
type outline struct {
	// mark is the length of the byte order mark.
	mark int
	// head is what the file of one response begins with: the line of the key that the
	// responses are below.
	head string
	// indent is that of the names, and outer that of the key above them.
	indent, outer string
	// begin and end are the bytes of the text where the lines of the responses begin and
	// end.
	begin, end int
	// size is how much the file counts against the bound of values in a file, at most.
	size  int
	spans []span
	// at are the indexes of the spans.
	at map[string]int
}

// span is a response in an outline, as bytes of the text.
type span struct {
	name string
	// start is the start of the line of its name, and end that of the line below it.
	start, end int
	// isOwn is set if it has no anchor, alias or merge key.
	isOwn bool
	looks looks
}

// breaks are what YAML 1.1 takes for line breaks, and editors do not.
var breaks = []string{"\u0085", "\u2028", "\u2029"}

// hasOddBreak reports whether a text has line breaks other than \n and \r\n.
func hasOddBreak(text string) bool {
	return strings.Count(text, "\r") != strings.Count(text, "\r\n") || slices.ContainsFunc(breaks, func(b string) bool { return strings.Contains(text, b) })
}

// newOutline returns the outline of a file that is open; nil if its responses cannot be
// read alone: the file has errors or directives, is not UTF-8, has two maps of responses,
// or one that is not in block style with one response after the other.
func newOutline(f *file) *outline {
	if !f.isOpen || f.errors > 0 || f.check() != nil || f.pending || hasOddBreak(f.text) {
		return nil
	}
	root := f.root.src
	var section document.Entry
	for _, key := range [...]string{"responses", "templates"} {
		if e := root.Entry(key); !e.IsMissing() {
			if !section.IsMissing() {
				return nil
			}
			section = e
		}
	}
	if root.IsFlow() || section.IsMissing() || !section.Value.IsMap() || section.Value.Len() == 0 || section.Value.IsFlow() || section.Value.IsAlias() || root.IsMerged(section) || !section.Key.IsOwn() {
		return nil
	}
	colon := section.Extent().Colon
	start := f.lineStart(colon)
	o := &outline{mark: len(f.mark), begin: f.nextLine(colon), outer: f.text[start:section.Key.Start()], size: max(root.Size(), sizeOf(f.text)), at: make(map[string]int, section.Value.Len())}
	o.head = f.text[start:colon] + f.newlineAt(len(f.text))
	if !isBlank(o.outer) || f.hasDirective(start) || !isGap(f.text[colon:o.begin]) || strings.Contains(f.text[start:colon], "\n") {
		return nil
	}
	if o.end = f.endOf(root, section); o.end < 0 {
		return nil
	}
	above := o.begin
	for r := range section.Value.Entries() {
		name, isText := r.Key.Text()
		if _, again := o.at[name]; !isText || again || section.Value.IsMerged(r) {
			return nil
		}
		s, ok := f.spanOf(section, r)
		if !ok || s.start < above || s.end > o.end || !isGap(f.text[above:s.start]) {
			return nil
		}
		indent := f.text[s.start:r.Key.Start()]
		if len(o.spans) == 0 {
			o.indent = indent
		}
		if indent != o.indent {
			return nil
		}
		above = s.end
		o.at[name] = len(o.spans)
		o.spans = append(o.spans, s)
	}
	if len(o.indent) <= len(o.outer) || !isGap(f.text[above:o.end]) {
		return nil
	}
	for i := range o.spans[:len(o.spans)-1] {
		o.spans[i].looks.blankBelow = f.hasBlankLine(o.spans[i].start, o.spans[i+1].start)
	}
	return o
}

// hasDirective reports whether a line before a byte starts with a percent sign: it may
// say how the file is read.
func (f *file) hasDirective(to int) bool {
	return strings.HasPrefix(f.text, "%") || strings.Contains(f.text[:to], "\n%")
}

// endOf returns where the lines of a section end: at the line of the key that follows, or
// at the end of the text; negative if something else follows.
func (f *file) endOf(root document.Value, section document.Entry) int {
	next := document.Entry{}
	for e := range root.Entries() {
		if e.Key.Start() > section.Key.Start() && !root.IsMerged(e) && (next.IsMissing() || e.Key.Start() < next.Key.Start()) {
			next = e
		}
	}
	if next.IsMissing() {
		return len(f.text)
	}
	at := f.lineStart(next.Key.Start())
	if !next.Key.IsOwn() || f.text[at:next.Key.Start()] != f.text[f.lineStart(section.Key.Start()):section.Key.Start()] {
		return -1
	}
	return at
}

// spanOf returns where an entry of a section is. It is not ok if it is not on lines of
// its own.
func (f *file) spanOf(section, r document.Entry) (s span, ok bool) {
	x := r.Extent()
	s = span{name: r.Key.String(), start: f.lineStart(x.Key), end: f.nextLine(x.End), isOwn: r.Key.IsOwn() && r.Value.IsOwn()}
	if s.end <= s.start || !isBlank(f.text[s.start:x.Key]) || !isGap(f.text[x.End:s.end]) || strings.Contains(f.text[x.Key:x.Colon], "\n") {
		return s, false
	}
	s.looks = f.looksOf(section, r)
	return s, true
}

// sizeOf returns a bound of how much a text counts against the bound of values in a file,
// if it has no alias: each value needs a mark of its own, but for that behind a colon.
func sizeOf(text string) int {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case '\n', '-', ',', '[', '{', '?':
			n++
		case ':':
			n += 2
		}
	}
	return n + len(text)/32
}

// isGap reports whether a text is nothing but blank lines and comments.
func isGap(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimLeft(line, " "); !isBlank(strings.TrimRight(line, "\r\n")) && line[0] != '#' {
			return false
		}
	}
	return true
}

// window returns the bytes of the lines of a span, with what is above and below it.
func (o *outline) window(i int) (from, to int) {
	from, to = o.begin, o.end
	if i > 0 {
		from = o.spans[i-1].end
	}
	if i+1 < len(o.spans) {
		to = o.spans[i+1].start
	}
	return from, to
}

// alone returns a file with nothing but one response, and how many bytes it has before
// the lines of the response and below them; not ok if the response cannot be read alone.
func (o *outline) alone(source nlg.File, name string) (alone nlg.File, above, below int, ok bool) {
	i, ok := o.at[name]
	if !ok || !o.spans[i].isOwn {
		return alone, 0, 0, false
	}
	from, to := o.window(i)
	end := "" // of the file
	if o.mark+to < len(source.Data) {
		end = o.outer
		if i+1 < len(o.spans) {
			end = o.indent
		}
		end += other(name) + ":\n"
	}
	alone = source
	alone.Direct = true
	alone.Data = slices.Concat([]byte(o.head), source.Data[o.mark+from:o.mark+to], []byte(end))
	return alone, len(o.head), len(end), true
}

// other returns a name that is not the name of a response, nor the key above it.
func other(name string) string {
	if name == "_" {
		return "__"
	}
	return "_"
}

// with returns the outline with other lines for a response; part is the file of the
// response alone with them, which is open. It is nil if there is none.
func (o *outline) with(part *file, name string, above, below int) *outline {
	i := o.at[name]
	from, to := o.window(i)
	lines := part.text[above : len(part.text)-below]
	var section document.Entry
	for section = range part.root.src.Entries() {
		break
	}
	r := section.Value.Entry(name)
	if r.IsMissing() || hasOddBreak(lines) {
		return nil
	}
	s, ok := part.spanOf(section, r)
	if !ok || s.start < above || s.end > above+len(lines) || part.text[s.start:r.Key.Start()] != o.indent ||
		!isGap(part.text[above:s.start]) || !isGap(part.text[s.end:above+len(lines)]) {
		return nil
	}
	s.looks.blankBelow = i+1 < len(o.spans) && part.hasBlankLine(s.start, above+len(lines))
	s.start, s.end = s.start-above+from, s.end-above+from
	out, grown := *o, len(lines)-(to-from)
	out.spans = slices.Clone(o.spans)
	out.spans[i] = s
	for j := i + 1; j < len(out.spans); j++ {
		out.spans[j].start += grown
		out.spans[j].end += grown
	}
	out.end += grown
	out.size += sizeOf(lines)
	return &out
}

// style returns how the file is written.
func (o *outline) style() *fileStyle {
	var all looksOf
	for i := range o.spans {
		all.add(&o.spans[i].looks)
	}
	all.end()
	return all.style()
}

// narrowly does ops on one response of a file, of which it reads only that. It is not
// done, and nothing has changed, if that cannot be, or if anything speaks against the
// ops: then the whole file says what.
func (f *file) narrowly(ops []Op, opts Options) (done bool) {
	o, name := f.outline, ops[0].Response
	if o == nil || f.pending {
		return false
	}
	source, above, below, ok := o.alone(f.source, name)
	if !ok {
		return false
	}
	part := &file{source: source}
	part.lookWhole = func() *fileStyle {
		if now := o.with(part, name, above, below); now != nil {
			return now.style()
		}
		return o.style()
	}
	opts.Cache = nil
	part.open()
	e := &Editor{opts: opts, files: []*file{part}, used: map[string]*file{name: part}, open: part}
	if part.errors > 0 || len(part.mark) > 0 || e.Do(ops...) != nil {
		return false
	}
	old, now := source.Data, part.source.Data
	if isSameData(source, part.source) {
		return true // they change nothing
	}
	from, to := o.window(o.at[name])
	key := above + o.spans[o.at[name]].start - from
	end := len(now) - below
	if end < key || !bytes.Equal(now[:key], old[:key]) || !bytes.Equal(now[end:], old[len(old)-below:]) || o.size+sizeOf(part.text) > document.MaxSize {
		return false
	}
	part.open()
	next := o.with(part, name, above, below)
	data := f.source.Data
	f.close()
	f.source.Data = slices.Concat(data[:o.mark+from], now[above:end], data[o.mark+to:])
	f.isNew, f.outline = true, next
	return true
}
