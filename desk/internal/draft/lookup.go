package draft

import (
	"nlgserver/nlg"
	"nlgserver/responses"
)

// readFile is a file that was read, and the responses that were looked up in it.
type readFile struct {
	data    []byte
	file    *responses.File
	named   map[string]*responses.Response
	lists   map[nlg.Position]responses.Value
	entries map[string]*entry
}

// hold keeps files that are read until it is released, so that looking up many responses
// reads each file once.
func (x *index) hold() (release func()) {
	if x.held != nil {
		return func() {}
	}
	x.held = map[string]*readFile{}
	return func() { x.held = nil }
}

// open reads a file, unless it is held.
func (x *index) open(f nlg.File) *readFile {
	if known := x.held[f.Path]; known != nil && isSame(known.data, f.Data) {
		return known
	}
	r := &readFile{
		data: f.Data, file: responses.Open(f, x.read), named: map[string]*responses.Response{},
		lists: map[nlg.Position]responses.Value{}, entries: map[string]*entry{},
	}
	for one := range r.file.Responses() {
		if r.named[one.Name] == nil {
			r.named[one.Name] = one
		}
	}
	for _, key := range [...]string{"responses", "templates"} {
		for field := range r.file.Root().Get(key).Entries() {
			r.lists[field.Key.Position()] = field.Value
		}
	}
	if x.held != nil {
		x.held[f.Path] = r
	}
	return r
}

// lookUp reads a response; nil if no file has it. Of several definitions, it is the one
// that is used.
func (x *index) lookUp(files []nlg.File, name string) *entry {
	with := x.with(files, name)
	switch len(with) {
	case 0:
		return nil
	case 1:
		return x.open(x.alone(with[0], name)).entry(with[0].Path, name)
	}
	var m responses.Merger
	opened := make(map[*responses.Response]*readFile, len(with))
	for _, f := range with {
		read := x.open(f)
		if r := read.named[name]; r != nil {
			m.Add(r)
			opened[r] = read
		}
	}
	used := m.Used()[name]
	if used == nil {
		return nil
	}
	return opened[used].entry(used.Position.File, name)
}

// alone returns a file with nothing but a response, if that is enough, so that typing in
// it does not read all of a large file; otherwise the file.
func (x *index) alone(f nlg.File, name string) nlg.File {
	if x.held != nil || x.cache == nil {
		return f
	}
	if alone, ok := x.cache.Alone(f, name); ok {
		return alone
	}
	return f
}

// entry returns a response of the file; nil if it has none of that name.
func (f *readFile) entry(path, name string) *entry {
	r := f.named[name]
	if r == nil {
		return nil
	}
	if known := f.entries[name]; known != nil {
		return known
	}
	for range r.Read(true) { // reading keeps them
	}
	e := &entry{file: path, variations: r.Variations, list: f.lists[r.Key.Position()]}
	for item := range e.list.Items() {
		if n := len(e.numbers); n < len(e.variations) && e.variations[n].Value.IsSame(item) {
			e.numbers = append(e.numbers, len(e.items))
		}
		e.items = append(e.items, item)
	}
	f.entries[name] = e
	return e
}
