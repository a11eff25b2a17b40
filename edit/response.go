package edit

import (
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// responses does an op on a response as a whole.
func (e *Editor) responses(op Op) error {
	var err error
	switch op.Kind {
	case AddResponse:
		err = e.addResponse(op)
	case RemoveResponse:
		err = e.removeResponse(op)
	default:
		err = e.renameResponse(op)
	}
	e.used = nil
	return err
}

// definedIn returns the files that define a response, but for one.
func (e *Editor) definedIn(name string, but *file) (all []*file) {
	for _, f := range e.files {
		for _, r := range f.defined {
			if r.Name == name && f != but {
				all = append(all, f)
				break
			}
		}
	}
	return all
}

func (e *Editor) removeResponse(op Op) error {
	if err := e.settle(op); err != nil {
		return err
	}
	f, found, err := e.target(op)
	if err != nil {
		return err
	}
	if err := e.checkWas(op, found.node, false); err != nil {
		return err
	}
	if others := e.definedIn(op.Response, f); len(others) > 0 && op.File == "" {
		return refuse(found.src.Key.Position(), "the definition in "+others[0].source.Path+" would be used then", "name the file of the definition to remove")
	}
	all, _ := f.section(op.Response)
	if found.isMerged {
		return refuse(found.src.Key.Position(), "the response comes from a merge key (<<)", "edit the file by hand")
	}
	f.change(op.Response)
	if all.own() == 1 {
		all.become(python.OfDict(python.NewDict(0)))
		return f.flush()
	}
	return f.commit(f.removeEntry(all, slices.Index(all.entries, found)))
}

func (e *Editor) renameResponse(op Op) error {
	v, err := valueOf(op)
	if err != nil {
		return err
	}
	name, ok := v.Text()
	if !ok || strings.TrimSpace(name) == "" {
		return refuse(diag.Position{}, "the new name is not a string", "write a name such as utter_greet")
	}
	if name == op.Response {
		return nil
	}
	if err := e.settle(op); err != nil {
		return err
	}
	f, found, err := e.target(op)
	if err != nil {
		return err
	}
	at := found.src.Key.Position()
	if others := e.definedIn(name, nil); len(others) > 0 {
		return refuse(at, "there is a response "+quote(name)+" in "+others[0].source.Path, "choose another name")
	}
	if others := e.definedIn(op.Response, f); len(others) > 0 && op.File == "" {
		return refuse(at, "the definition in "+others[0].source.Path+" would be used then", "name the file of the definition to rename")
	}
	all, _ := f.section(op.Response)
	if found.isMerged {
		return refuse(at, "the response comes from a merge key (<<)", "edit the file by hand")
	}
	f.change(op.Response)
	key := found.src.Key
	found.key, found.isText = name, true
	return f.commit([]splice{{key.Start(), key.End(), document.WriteText(name, key.Style(), all.src.IsFlow())}})
}

func (e *Editor) addResponse(op Op) error {
	v, err := valueOf(op)
	if err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(op.Response) == "":
		return refuse(diag.Position{}, "the response has no name", "write a name such as utter_greet")
	case v.Kind() == python.KindDict:
		v = python.List(v)
	}
	if len(v.Items()) == 0 {
		return refuse(diag.Position{}, "a response needs at least one variation", `add [{"text": "…"}]`)
	}
	for _, item := range v.Items() {
		if _, isText := item.Text(); !isText && item.Dict().Len() == 0 {
			return refuse(diag.Position{}, "a variation must be a map", `add {"text": "…"}`)
		}
	}
	if others := e.definedIn(op.Response, nil); len(others) > 0 {
		return refuse(diag.Position{File: others[0].source.Path}, "there is a response "+quote(op.Response)+" already", "add a variation to it, or choose another name")
	}
	f, err := e.fileFor(op)
	if err != nil {
		return err
	}
	if f == nil {
		return e.create(op, v)
	}
	f.open()
	e.touch(f)
	if err := f.check(); err != nil {
		return err
	}
	if err := f.flush(); err != nil {
		return &anyOf{err}
	}
	return f.addResponse(op.Response, v)
}

// fileFor returns the file to which a response is added: that of the op, or that with
// the response whose name is nearest. It is nil for a new file.
func (e *Editor) fileFor(op Op) (*file, error) {
	if op.File != "" {
		return e.file(op.File), nil
	}
	e.index()
	var best *file
	most := -1
	for _, f := range e.files {
		for _, r := range f.defined {
			if e.used[r.Name] != f {
				continue
			}
			if n := common(r.Name, op.Response); n > most {
				best, most = f, n
			}
		}
	}
	if best == nil {
		return nil, refuse(diag.Position{}, "no file has responses yet", "name the file to write")
	}
	return best, nil
}

// common returns the length of the part with which two names start.
func common(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// addResponse adds a response after the one whose name is nearest.
func (f *file) addResponse(name string, v python.Value) error {
	f.root.load()
	section := f.root.get("responses")
	if other := f.root.get("templates"); section == nil && other != nil {
		section = other
	}
	added := &entry{key: name, isText: true, node: fresh(v)}
	whole := python.NewDict(1)
	whole.Set(name, v)
	switch {
	case !f.root.src.IsMissing() && !f.root.isMap():
		return refuse(f.root.position(), "the file is not a map", "name another file")
	case f.root.src.IsMissing():
		return f.startWith(whole)
	case section == nil:
		f.root.entries = append(f.root.entries, &entry{key: "responses", isText: true, node: fresh(python.OfDict(whole))})
		f.root.isChanged, f.pending = true, true
		return f.flush()
	case section.isMerged || section.src.Value.IsAlias():
		return refuse(section.position(), "the responses are an alias (*name)", "write them out in the file")
	}
	section.load()
	f.root.isChanged, section.isChanged, f.pending = true, true, true
	if len(section.entries) == 0 {
		section.become(python.OfDict(whole))
		return f.flush()
	}
	at := nearest(section.entries, name)
	above := section.entries[at]
	section.entries = slices.Insert(section.entries, at+1, added)
	x := above.src.Extent()
	w := f.writer(x.End)
	w.quoted = f.lineEnd(x.End) == len(f.text)
	if section.src.Value.IsFlow() {
		w.b.WriteString(", ")
		w.key(name, true)
		w.b.WriteByte(' ')
		w.flow(v, true)
		return f.commit([]splice{{x.End, x.End, w.String()}})
	}
	err := f.commit(f.below(above, name, v, w.quoted))
	if err != nil && !w.quoted {
		// A comment below may have become part of a text after |.
		err = f.commit(f.below(above, name, v, true))
	}
	return err
}

// below returns the splices that write a response below another one.
func (f *file) below(above *entry, name string, v python.Value, quoted bool) []splice {
	x := above.src.Extent()
	_, end := f.lines(x.Key, above.src.Value, x.End)
	end = f.lastBreak(end)
	w := f.writer(x.End)
	w.quoted = quoted
	if f.look().blankLines && !f.keepsLines(above.src.Value) {
		w.b.WriteString(w.newline)
	}
	indent := above.src.Key.Column() - 1
	w.line(indent)
	w.key(name, false)
	w.line(indent + w.style.listOffset)
	w.block(v, indent+w.style.listOffset)
	splices := []splice{{end, end, w.String()}}
	if s, ok := f.unended(above.src.Value); ok {
		splices = append(splices, s)
	}
	return splices
}

// nearest returns the index of the entry below which a new name belongs: of those with
// which it has most in common, the last one that is before it in the alphabet.
func nearest(entries []*entry, name string) int {
	best, most := len(entries)-1, -1
	for i, e := range entries {
		if e.isMerged {
			continue
		}
		switch n := common(e.key, name); {
		case n > most:
			best, most = i, n
		case n == most && (e.key < name || entries[best].key > name):
			best = i
		}
	}
	return best
}

// startWith writes the responses into a file that has only comments.
func (f *file) startWith(responses *python.Dict) error {
	root := python.NewDict(1)
	root.Set("responses", python.OfDict(responses))
	w := f.writer(0)
	if f.text != "" && !strings.HasSuffix(f.text, "\n") {
		w.b.WriteString(w.newline)
	}
	w.block(python.OfDict(root), 0)
	w.b.WriteString(w.newline)
	f.root = fresh(python.OfDict(root))
	f.pending = true
	return f.commit([]splice{{len(f.text), len(f.text), w.String()}})
}

// create adds a file with one response.
func (e *Editor) create(op Op, v python.Value) error {
	name := op.File
	if !strings.HasSuffix(name, ".yml") && !strings.HasSuffix(name, ".yaml") {
		return refuse(diag.Position{}, quote(name)+" is not the name of a YAML file", "choose a name that ends with .yml")
	}
	source, err := e.sourceOf(name)
	if err != nil {
		return err
	}
	f := &file{source: source}
	f.open()
	e.files = append(e.files, f)
	e.touch(f)
	root, all := python.NewDict(2), python.NewDict(1)
	all.Set(op.Response, v)
	root.Set("version", python.Str("3.1"))
	root.Set("responses", python.OfDict(all))
	f.root = fresh(python.OfDict(root))
	f.pending = true
	w := f.writer(0)
	w.quotes = document.DoubleQuoted
	w.b.WriteString("version: \"3.1\"\n\nresponses:\n  ")
	w.key(op.Response, false)
	w.line(4)
	w.block(v, 4)
	w.b.WriteByte('\n')
	return f.commit([]splice{{0, 0, w.String()}})
}

// sourceOf returns the new file of a path, which must be below one of the roots.
func (e *Editor) sourceOf(name string) (nlg.File, error) {
	if len(e.files) == 0 && isLocal(name) {
		return nlg.File{Path: name}, nil
	}
	for _, f := range e.files {
		root, ok := strings.CutSuffix(f.source.Path, cmp.Or(f.source.Name, path.Base(f.source.Path)))
		below, isBelow := strings.CutPrefix(name, root)
		if ok && isBelow && !f.source.Direct && isLocal(below) {
			return nlg.File{Path: name, Root: f.source.Root, Name: below}, nil
		}
	}
	return nlg.File{}, refuse(diag.Position{}, quote(name)+" is not in a directory of the content", "choose a name in the directory of another file")
}

// isLocal reports whether a path stays in the directory that it starts in, on every
// system, and can be written in one line.
func isLocal(name string) bool {
	return fs.ValidPath(name) && filepath.IsLocal(name) && !strings.ContainsFunc(name, func(r rune) bool { return r == '\\' || r == ':' || unicode.IsControl(r) })
}
