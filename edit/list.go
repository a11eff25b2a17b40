package edit

import (
	"slices"
	"strings"

	"nlgserver/internal/document"
	"nlgserver/internal/python"
)

// list is a list whose items are added, removed and moved.
type list struct {
	file *file
	*node
	extents []document.ItemExtent
	// quoted says to write no text after |.
	quoted bool
}

func (f *file) list(n *node) *list {
	n.load()
	return &list{file: f, node: n, extents: n.src.ItemExtents()}
}

// add returns the splices that insert an item before that of an index.
func (l *list) add(at int, v python.Value, inFlow bool) ([]splice, error) {
	f := l.file
	if inFlow || l.src.IsFlow() {
		pos := l.src.Start() + 1
		w := f.writer(pos)
		switch {
		case at > 0:
			pos = l.extents[at-1].End
			w.b.WriteString(", ")
			w.flow(v, true)
		case len(l.extents) > 0:
			pos = l.extents[0].Value
			w.flow(v, true)
			w.b.WriteString(", ")
		default:
			w.flow(v, true)
		}
		return []splice{{pos, pos, w.String()}}, nil
	}
	if err := l.ownLines(); err != nil {
		return nil, err
	}
	indent := l.extents[0].Dash - f.lineStart(l.extents[0].Dash)
	near := l.extents[max(at-1, 0)]
	w := f.writer(near.End)
	w.quoted = l.quoted || f.lineEnd(near.End) == len(f.text) // a text after | needs a line break at its end
	if f.lineStart(near.Dash) == f.lineStart(near.Value) && near.Value > near.Dash+1 {
		style := *w.style
		style.dash = near.Value - near.Dash
		w.style = &style
	}
	if at == 0 {
		pos, _ := l.region(0)
		w.b.WriteString(strings.Repeat(" ", indent))
		w.block(python.List(v), indent)
		w.b.WriteString(w.newline)
		return []splice{{pos, pos, w.String()}}, nil
	}
	_, end := l.region(at - 1)
	end = f.lastBreak(end)
	if other := max(at-1, 1); !f.keepsLines(l.items[at-1].src) && other < len(l.extents) && f.hasBlankLine(l.extents[other-1].End, l.extents[other].Dash) {
		w.b.WriteString(w.newline)
	}
	w.line(indent)
	w.block(python.List(v), indent)
	added := []splice{{end, end, w.String()}}
	if s, ok := f.unended(l.items[at-1].src); ok {
		added = append(added, s)
	}
	return added, nil
}

// lastBreak returns the start of the line break before a byte, or the byte if there is
// none.
func (f *file) lastBreak(pos int) int {
	text := strings.TrimSuffix(f.text[:pos], "\n")
	return len(strings.TrimSuffix(text, "\r"))
}

// remove returns the splices that remove an item. It is not the only one.
func (l *list) remove(at int) ([]splice, error) {
	l.items = slices.Delete(l.items, at, at+1)
	x := l.extents
	switch {
	case l.src.IsFlow() && at == 0:
		return []splice{{x[0].Value, x[1].Value, ""}}, nil
	case l.src.IsFlow():
		return []splice{{x[at-1].End, x[at].End, ""}}, nil
	}
	if err := l.ownLines(); err != nil {
		return nil, err
	}
	start, end := l.region(at)
	return []splice{{start, end, ""}}, nil
}

// move returns the splices that move an item to the place of another one. The
// comments directly above it move along; what is between the items stays.
func (l *list) move(from, to int) ([]splice, error) {
	moved := l.items[from]
	l.items = slices.Insert(slices.Delete(l.items, from, from+1), to, moved)
	first, last := min(from, to), max(from, to)
	var regions, gaps []string
	var start, end int
	if !l.src.IsFlow() {
		if err := l.ownLines(); err != nil {
			return nil, err
		}
	}
	for i := first; i <= last; i++ {
		from, to := l.extents[i].Value, l.extents[i].End
		if !l.src.IsFlow() {
			from, to = l.region(i)
		}
		if i == first {
			start = from
		} else if from < end {
			return nil, refuse(l.position(), "two items share a line", "edit the file by hand")
		} else {
			gaps = append(gaps, l.file.text[end:from])
		}
		regions = append(regions, l.file.text[from:to])
		end = to
	}
	open := ""
	if s, ok := l.file.unended(l.src); ok && s.start < end && !l.src.IsFlow() {
		lines := &regions[len(regions)-1]
		from := end - len(*lines)
		*lines = (*lines)[:s.start-from] + s.with + (*lines)[s.end-from:]
	}
	if lines := regions[len(regions)-1]; !l.src.IsFlow() && !strings.HasSuffix(lines, "\n") && !strings.HasSuffix(lines, "\r") {
		open = l.file.newlineAt(start) // the end of the file has no line break
		regions[len(regions)-1] += open
	}
	if tail(l.items[last].src).IsBlock() {
		open = "" // a text after | would lose the line break at its end
	}
	region := regions[from-first]
	regions = slices.Insert(slices.Delete(regions, from-first, from-first+1), to-first, region)
	var b strings.Builder
	for i, region := range regions {
		b.WriteString(region)
		if i < len(gaps) {
			b.WriteString(gaps[i])
		}
	}
	return []splice{{start, end, strings.TrimSuffix(b.String(), open)}}, nil
}

// ownLines refuses a list whose first dash is not at the start of its line.
func (l *list) ownLines() error {
	for _, x := range l.extents {
		if !isBlank(l.file.text[l.file.lineStart(x.Dash):x.Dash]) {
			return refuse(l.position(), "the list starts on the line of another dash", "write it on lines of its own, in the file")
		}
	}
	return nil
}

// region returns the lines of an item, with the comments directly above it and those
// below that are indented further than its dash.
func (l *list) region(i int) (start, end int) {
	x := l.extents[i]
	var v document.Value
	n := 0
	for item := range l.src.Items() {
		if n == i {
			v = item
			break
		}
		n++
	}
	return l.file.lines(x.Dash, v, x.End)
}

// lines returns the lines from the key or dash at a byte to the end of its value, with
// the comments directly above and those below that are indented further.
func (f *file) lines(from int, v document.Value, to int) (start, end int) {
	start = f.lineStart(from)
	indent := from - start
	for start > 0 {
		above := f.lineStart(f.lastBreak(start))
		line := f.text[above:start]
		if text := strings.TrimLeft(line, " "); !strings.HasPrefix(text, "#") || len(line)-len(text) != indent {
			break
		}
		start = above
	}
	end = f.nextLine(f.blockEnd(v, to))
	for end < len(f.text) {
		line := f.text[end:f.lineEnd(end)]
		if text := strings.TrimLeft(line, " "); !strings.HasPrefix(text, "#") || len(line)-len(text) <= indent {
			break
		}
		end = f.nextLine(end)
	}
	return start, end
}

// removeEntry returns the splices that remove an entry of a map. It is not the only
// one that is written in the map.
func (f *file) removeEntry(n *node, i int) []splice {
	e := n.entries[i]
	x := e.src.Extent()
	var above, below *entry
	for _, other := range n.entries[:i] {
		if !other.isMerged {
			above = other
		}
	}
	for _, other := range n.entries[i+1:] {
		if !other.isMerged && below == nil {
			below = other
		}
	}
	n.entries = slices.Delete(n.entries, i, i+1)
	switch {
	case n.src.IsFlow() && above != nil:
		return []splice{{above.src.Extent().End, x.End, ""}}
	case n.src.IsFlow() && below != nil:
		return []splice{{x.Key, below.src.Key.Start(), ""}}
	case isBlank(f.text[f.lineStart(x.Key):x.Key]) || below == nil:
		start, end := f.lines(x.Key, e.src.Value, x.End)
		return []splice{{start, end, ""}}
	}
	// The first key is behind a dash: the next one takes its place.
	next := below.src.Key.Start()
	end := f.lineEnd(f.blockEnd(e.src.Value, x.End))
	if f.lineStart(next) == f.nextLine(end) {
		return []splice{{x.Key, next, ""}}
	}
	dash := len(strings.TrimRight(f.text[:x.Key], " "))
	return []splice{{dash, end, ""}}
}
