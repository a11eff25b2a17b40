package edit

import (
	"cmp"
	"errors"
	"maps"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/near"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Options say how files are edited. The zero Options are ready to use.
type Options struct {
	// Env looks up environment variables: the Was of a text with ${NAME} may be its
	// text in the file as well as that with the values of variables. nil means that
	// none is set.
	Env func(name string) (value string, ok bool)
	// IgnoreWas does every op whatever the content has now: no op is a conflict.
	IgnoreWas bool
	// Cache, if not nil, is what earlier calls learned about files. Without it, every
	// call reads all files; with it, only those that it has not seen, and the file
	// that changes.
	Cache *Cache
}

// Apply returns the files with all ops done, in their order. The files are in the
// order in which they are loaded, as for [nlg.Compile]; an op is about the definition
// of a response that is used. If an op cannot be done, nothing is: the error is an
// *[Error], or a *[Conflict] if Was is not what the content has.
//
// A file that changes is read twice, however many texts are set in it.
func Apply(files []nlg.File, ops []Op, opts Options) (edited []nlg.File, err error) {
	e := NewEditor(files, opts)
	if err := e.Do(ops...); err != nil {
		return nil, err
	}
	return e.Files(), nil
}

// Text is a text to set: see [TextOps].
type Text struct {
	Response string
	Number   int
	// Path is text, or buttons[0].title and the like.
	Path string
	// Language is the code of a translation, empty for the text itself.
	Language string
	Text     string
	// Was is the text that it replaces; HasWas is false if there was none.
	Was    string
	HasWas bool
}

// TextOps returns the ops that set texts.
func TextOps(texts []Text) []Op {
	ops := make([]Op, 0, len(texts))
	for _, t := range texts {
		op := Op{Kind: Set, Response: t.Response, Number: t.Number, Path: t.Path, Language: t.Language, Value: jsonText(t.Text)}
		if t.HasWas {
			op.Was = jsonText(t.Was)
		}
		ops = append(ops, op)
	}
	return ops
}

// SetTexts returns the files with many texts set; see [Apply]. The time that it takes
// grows with the files, not with the texts times the files.
func SetTexts(files []nlg.File, texts []Text, opts Options) (edited []nlg.File, err error) {
	return Apply(files, TextOps(texts), opts)
}

// Editor edits files one op after the other, and reads only the file that an op
// touches. It is not for several goroutines.
type Editor struct {
	opts  Options
	files []*file
	// used are the files of the definitions that are used, by the response's name;
	// nil if that is not known.
	used map[string]*file
	// open is the file that was touched last, whose values are kept.
	open *file
}

// NewEditor reads the files. Those that are no content are never edited.
func NewEditor(files []nlg.File, opts Options) *Editor {
	e := &Editor{opts: opts, files: make([]*file, len(files))}
	copies := content.Copies(files)
	opts.Cache.start()
	for i, source := range files {
		f := &file{source: source, copied: copies[i]}
		e.files[i] = f
		if opts.Cache.recall(f) {
			continue
		}
		f.open()
		opts.Cache.keep(f)
		if i < len(files)-1 {
			f.close()
		} else {
			e.open = f
		}
	}
	return e
}

// Files returns the files as they are now. Their bytes must not be changed.
func (e *Editor) Files() []nlg.File {
	files := make([]nlg.File, len(e.files))
	for i, f := range e.files {
		files[i] = f.source
	}
	return files
}

// Do does ops in their order, all or none. See [Apply] for its errors.
func (e *Editor) Do(ops ...Op) error {
	if e.narrowly(ops) {
		return nil
	}
	before := e.snapshot()
	err := e.tryAll(ops)
	if err == nil {
		return nil
	}
	e.restore(before)
	if isTyped(err) {
		return err
	}
	// The changes of several ops were written together: find the first at fault.
	good, bad := 0, len(ops)
	for bad-good > 1 {
		middle := (good + bad) / 2
		part := e.tryAll(ops[:middle])
		e.restore(before)
		switch {
		case part == nil:
			good = middle
		case isTyped(part):
			return part
		default:
			bad, err = middle, part
		}
	}
	return typed(err, bad-1, ops[bad-1])
}

// narrowly does ops that are about one response, whose file is known but not open. See
// [file.narrowly].
func (e *Editor) narrowly(ops []Op) (done bool) {
	if e.opts.Cache == nil || len(ops) == 0 {
		return false
	}
	for _, op := range ops {
		if op.Kind.ChangesNames() || op.Response != ops[0].Response || op.File != ops[0].File {
			return false
		}
	}
	e.index()
	f := e.used[ops[0].Response]
	if ops[0].File != "" {
		f = e.file(ops[0].File)
	}
	if f == nil {
		return false
	}
	before := f.source
	if !f.narrowly(ops, e.opts) {
		return false
	}
	if f.isNew {
		f.isNew = false
		e.opts.Cache.replace(before, f)
	}
	return true
}

// tryAll does the ops. An error that is not typed is that of any of them.
func (e *Editor) tryAll(ops []Op) error {
	for i, op := range ops {
		err := e.do(op)
		if _, isAny := errors.AsType[*anyOf](err); isAny {
			return err
		}
		if err != nil {
			return typed(err, i, op)
		}
	}
	for _, f := range e.files {
		if err := f.flush(); err != nil {
			return err
		}
		if f.isNew {
			f.isNew = false
			e.opts.Cache.keep(f)
		}
		if f != e.open && f.isOpen {
			f.close()
		}
	}
	return nil
}

// anyOf is the error of one of several ops.
type anyOf struct{ error }

func (a *anyOf) Unwrap() error { return a.error }

func isTyped(err error) bool {
	_, isError := errors.AsType[*Error](err)
	_, isConflict := errors.AsType[*Conflict](err)
	return isError || isConflict
}

// typed returns the error of an op.
func typed(err error, index int, op Op) error {
	if r, ok := errors.AsType[*refusal](err); ok {
		return &Error{Index: index, Op: op, Position: r.at, Reason: r.reason, Hint: r.hint}
	}
	if c, ok := errors.AsType[*conflict](err); ok {
		return &Conflict{Index: index, Op: op, Position: c.at, Present: c.present}
	}
	return &Error{Index: index, Op: op, Reason: err.Error()}
}

// snapshot is what files were before an op.
type snapshot struct {
	file    *file
	source  nlg.File
	defined []*responses.Response
	outline *outline
}

func (e *Editor) snapshot() []snapshot {
	all := make([]snapshot, len(e.files))
	for i, f := range e.files {
		all[i] = snapshot{f, f.source, f.defined, f.outline}
	}
	return all
}

// restore takes back what was done.
func (e *Editor) restore(before []snapshot) {
	e.files = e.files[:0]
	for _, s := range before {
		if s.file.pending || !isSameData(s.file.source, s.source) {
			s.file.close()
		}
		s.file.source, s.file.defined, s.file.outline = s.source, s.defined, s.outline
		e.files = append(e.files, s.file)
	}
	e.used = nil
}

func isSameData(a, b nlg.File) bool {
	return len(a.Data) == len(b.Data) && (len(a.Data) == 0 || &a.Data[0] == &b.Data[0])
}

// do does one op, or leaves it pending in its file.
func (e *Editor) do(op Op) error {
	switch op.Kind {
	case Set:
		return e.set(op)
	case Unset:
		return e.unset(op)
	case AddItem, RemoveItem, MoveItem:
		return e.items(op)
	case AddVariation, RemoveVariation, MoveVariation:
		return e.variations(op)
	case AddResponse, RemoveResponse, RenameResponse:
		return e.responses(op)
	default:
		return refuse(diag.Position{}, "there is no kind of op "+quote(string(op.Kind)), "use one such as set, add_variation or rename_response")
	}
}

// index finds which definition of each response is used.
func (e *Editor) index() {
	if e.used != nil {
		return
	}
	e.used = map[string]*file{}
	of := map[*responses.Response]*file{}
	var m responses.Merger
	for _, f := range e.files {
		for _, r := range f.defined {
			m.Add(r)
			of[r] = f
		}
	}
	for name, r := range m.Used() {
		e.used[name] = of[r]
	}
}

// target opens the file with the definition of a response that an op is about.
func (e *Editor) target(op Op) (*file, *entry, error) {
	e.index()
	f := e.used[op.Response]
	if op.File != "" {
		if f = e.file(op.File); f == nil {
			return nil, nil, refuse(diag.Position{}, "there is no file "+quote(op.File), "")
		}
	}
	if f == nil {
		hint := "add it first"
		if other, ok := near.Name(op.Response, maps.Keys(e.used)); ok {
			hint = "did you mean " + other + "?"
		}
		for _, f := range e.files {
			if f.isBroken {
				hint = "if it is in " + f.source.Path + ", mend the errors there first"
			}
		}
		return nil, nil, refuse(diag.Position{}, "there is no response "+quote(op.Response), hint)
	}
	f.open()
	e.touch(f)
	if err := f.check(); err != nil {
		return nil, nil, err
	}
	_, found := f.section(op.Response)
	if found == nil {
		return nil, nil, refuse(diag.Position{File: f.source.Path}, "response "+quote(op.Response)+" is not in this file", "leave out the file to change the definition that is used")
	}
	return f, found, nil
}

// touch keeps the values of a file, and forgets those of the one before, if nothing
// is pending there.
func (e *Editor) touch(f *file) {
	if e.open != nil && e.open != f && !e.open.pending {
		e.open.close()
	}
	e.open = f
}

// file returns the file of a path.
func (e *Editor) file(path string) *file {
	for _, f := range e.files {
		if path == f.source.Path || path == cmp.Or(f.source.Name, f.source.Path) {
			return f
		}
	}
	return nil
}

// variation returns the variation that an op is about.
func (e *Editor) variation(op Op) (*file, *node, error) {
	f, found, err := e.target(op)
	if err != nil {
		return nil, nil, err
	}
	at := found.src.Key.Position()
	list := found.node
	switch list.load(); {
	case !list.isList():
		return nil, nil, refuse(at, "the variations of "+quote(op.Response)+" are not a list", "edit the file by hand")
	case op.Number < 1 || op.Number > len(list.items):
		return nil, nil, refuse(at, "the response has "+count(len(list.items), "variation")+", so there is no variation "+itoa(op.Number), "read it again: somebody may have removed one")
	case list.src.IsAlias() && !list.isFresh:
		return nil, nil, refuse(at, "the variations are an alias of those of another response", "write them out in the file")
	}
	return f, list.items[op.Number-1], nil
}
