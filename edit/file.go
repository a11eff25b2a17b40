package edit

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// file is a file that is edited.
type file struct {
	source nlg.File
	// copied says whether it is a copy of another file.
	copied content.Copy
	// defined are the responses that the file defines.
	defined []*responses.Response

	// outline is where the responses are, if that is known.
	outline *outline
	// isNew is set if the bytes are new since the last call.
	isNew bool

	// The rest is there while the file is open.
	isOpen bool
	// isBroken is set if the file is no YAML.
	isBroken bool
	mark     []byte // the byte order mark
	text     string
	root     *node
	errors   int
	// isUTF8 is set if text is the bytes of the file.
	isUTF8 bool
	// pending is set if root has changes that are not in text.
	pending bool
	style   *fileStyle
	// lookWhole, if not nil, returns the style: the file is a part of a larger one.
	lookWhole func() *fileStyle
	names     map[string]named
	// reads counts how often the file was read, for tests.
	reads int
}

// open reads the file.
func (f *file) open() {
	if f.isOpen {
		return
	}
	read := responses.Open(f.source, responses.Options{})
	f.reads++
	f.errors = errorsOf(read.Diagnostics())
	f.defined = f.defined[:0:0]
	for r := range read.Responses() {
		r.Copy = f.copied
		f.defined = append(f.defined, r)
	}
	f.take(read)
}

// take keeps what was read.
func (f *file) take(read *responses.File) {
	f.text = read.Text()
	f.isBroken = f.text == "" && errorsOf(read.Diagnostics()) > 0
	f.mark, f.isUTF8 = bytes.CutSuffix(f.source.Data, []byte(f.text))
	f.root, f.isOpen, f.pending, f.style, f.names = sourceNode(read.Root()), true, false, nil, nil
}

// close forgets the values of the file, which take a hundred times the memory of its
// text.
func (f *file) close() {
	for _, r := range f.defined {
		r.Release()
	}
	f.isOpen, f.pending, f.text, f.root, f.mark, f.style, f.names = false, false, "", nil, nil, nil, nil
}

// check refuses a file that cannot be edited.
func (f *file) check() error {
	at := diag.Position{File: f.source.Path}
	switch {
	case f.isBroken:
		return refuse(at, "the file cannot be read: it has errors", "mend the errors first")
	case !f.isUTF8:
		return refuse(at, "the file is not in UTF-8", "save it in UTF-8")
	default:
		return nil
	}
}

// errorsOf counts the errors of YAML. Environment variables that are not set are
// none: what they are is another matter.
func errorsOf(found diag.List) (n int) {
	for _, d := range found {
		if d.Severity == diag.Error && d.Code != diag.UnsetVariable && d.Code != diag.RefusedVariable {
			n++
		}
	}
	return n
}

// splice replaces the bytes from start to end of a file's text.
type splice struct {
	start, end int
	with       string
}

// spliced returns the text with the splices. Those at the same byte stay in order. ok
// is false if two overlap.
func spliced(text string, all []splice) (out []byte, ok bool) {
	slices.SortStableFunc(all, func(a, b splice) int { return cmp.Compare(a.start, b.start) })
	size, at := len(text), 0
	for _, s := range all {
		if s.start < at || s.end < s.start || s.end > len(text) {
			return nil, false
		}
		at = s.end
		size += len(s.with) - (s.end - s.start)
	}
	out = make([]byte, 0, size)
	at = 0
	for _, s := range all {
		out = append(out, text[at:s.start]...)
		out = append(out, s.with...)
		at = s.end
	}
	return append(out, text[at:]...), true
}

// commit edits the bytes, reads the file again, and checks that it is what root
// says. If it is not, the file stays as it was, and has to be opened again.
func (f *file) commit(all []splice) error {
	at := diag.Position{File: f.source.Path}
	data, ok := spliced(f.text, all)
	if !ok {
		return refuse(at, "the changes touch each other in the file", "do them one after the other")
	}
	source := f.source
	source.Data = append(slices.Clip(slices.Clone(f.mark)), data...)
	read := responses.Open(source, responses.Options{})
	f.reads++
	if errorsOf(read.Diagnostics()) > f.errors || !f.root.isRead(read.Root()) {
		if len(all) > 0 {
			at = positionOf(f, all[0].start)
		}
		if strings.ContainsAny(f.text, "&*") {
			return refuse(at, "the file would change elsewhere too: an anchor (&name) or alias (*name) is nearby", "write the values out, without the anchor, in the file")
		}
		return refuse(at, "the way the file is written here leaves no way to change only this", "edit the file by hand")
	}
	f.source, f.isNew, f.outline = source, true, nil
	f.errors = errorsOf(read.Diagnostics())
	f.defined = f.defined[:0:0]
	for r := range read.Responses() {
		r.Copy = f.copied
		f.defined = append(f.defined, r)
	}
	f.take(read)
	return nil
}

// flush writes the pending changes.
func (f *file) flush() error {
	if !f.pending {
		return nil
	}
	root := f.root.src
	var err error
	for _, quoted := range []bool{false, true} {
		e := emitter{file: f, quoted: quoted}
		e.value(f.root, place{value: root.Start(), end: root.End(), colon: root.Start()})
		if e.failed != nil {
			return e.failed
		}
		if err = f.commit(e.splices); err == nil || !e.hasBlock {
			return err
		}
		// What is below a text after | may have become part of it, such as a comment.
	}
	return err
}

// positionOf returns the line of a byte of the text.
func positionOf(f *file, offset int) diag.Position {
	before := f.text[:min(offset, len(f.text))]
	line := 1 + strings.Count(before, "\n")
	column := 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return diag.Position{File: f.source.Path, Line: line, Column: column}
}

// section returns the map of responses that has a response, and its entry.
func (f *file) section(name string) (all *node, found *entry) {
	if f.names == nil {
		f.names = map[string]named{}
		for _, key := range [...]string{"templates", "responses"} {
			e := f.root.get(key)
			if e == nil || !e.isMap() {
				continue
			}
			e.load()
			for _, r := range slices.Backward(e.entries) { // the first of equal names
				f.names[r.key] = named{e.node, r}
			}
		}
	}
	n := f.names[name]
	return n.all, n.entry
}

// named is the entry of a response in the map that it is in.
type named struct {
	all   *node
	entry *entry
}

// change marks a response as changed.
func (f *file) change(name string) {
	all, found := f.section(name)
	f.root.isChanged, all.isChanged, found.isChanged, f.pending = true, true, true, true
}

// lineEnd returns the end of the line of a byte, before its break.
func (f *file) lineEnd(pos int) int {
	if i := strings.IndexAny(f.text[pos:], "\r\n"); i >= 0 {
		return pos + i
	}
	return len(f.text)
}

// lineStart returns the start of the line of a byte.
func (f *file) lineStart(pos int) int {
	return strings.LastIndexAny(f.text[:pos], "\r\n") + 1
}

// nextLine returns the start of the line below.
func (f *file) nextLine(pos int) int {
	pos = f.lineEnd(pos)
	switch {
	case strings.HasPrefix(f.text[pos:], "\r\n"):
		return pos + 2
	case pos < len(f.text):
		return pos + 1
	default:
		return pos
	}
}

// newlineAt returns the line break that the file has near a byte.
func (f *file) newlineAt(pos int) string {
	for _, text := range []string{f.text[f.lineEnd(pos):], f.text[f.lineEnd(0):]} {
		switch {
		case strings.HasPrefix(text, "\r\n"):
			return "\r\n"
		case strings.HasPrefix(text, "\n"):
			return "\n"
		case strings.HasPrefix(text, "\r"):
			return "\r"
		}
	}
	return "\n"
}

// tail returns the scalar with which a value ends, if any.
func tail(v document.Value) document.Value {
	for {
		var next document.Value
		switch {
		case v.IsFlow() || v.IsAlias():
			return document.Value{}
		case v.IsMap():
			for e := range v.Entries() {
				next = e.Value
			}
		case v.IsList():
			for item := range v.Items() {
				next = item
			}
		}
		if next.IsMissing() {
			return v
		}
		v = next
	}
}

// blockEnd returns the end of a value that ends at a byte: a text after |+ has the
// blank lines below it.
func (f *file) blockEnd(v document.Value, end int) int {
	if !f.keepsLines(v) {
		return end
	}
	for {
		below := f.nextLine(end)
		if below == end || below == len(f.text) || strings.Trim(f.text[below:f.lineEnd(below)], " ") != "" {
			return end
		}
		end = f.lineEnd(below)
	}
}

// keepsLines reports whether a value ends with a text after |+, to which blank lines
// below it belong.
func (f *file) keepsLines(v document.Value) bool {
	text := tail(v)
	if !text.IsBlock() {
		return false
	}
	header, _, _ := strings.Cut(f.text[text.Start():f.lineEnd(text.Start())], "#")
	return strings.Contains(header, "+")
}

// unended returns the splice that keeps a text at the end of a file, after | and
// without a line break there, as it is: lines below it would add a line break to it,
// unless it is after |-. ok is false if a value does not end with such a text.
func (f *file) unended(v document.Value) (s splice, ok bool) {
	text := tail(v)
	if !text.IsBlock() || f.lineEnd(text.End()) < len(f.text) {
		return splice{}, false
	}
	header, _, _ := strings.Cut(f.text[text.Start():f.lineEnd(text.Start())], "#")
	if strings.Contains(header, "-") || strings.HasSuffix(text.String(), "\n") {
		return splice{}, false
	}
	if i := strings.IndexByte(header, '+'); i > 0 {
		return splice{text.Start() + i, text.Start() + i + 1, "-"}, true
	}
	return splice{text.Start() + 1, text.Start() + 1, "-"}, true
}
