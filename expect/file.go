package expect

import (
	"fmt"
	"strconv"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/nlg"
)

// Options say how expectation files are read.
type Options struct {
	// Env looks up the environment variables of ${…} in unquoted values, as in
	// content; nil means that none is set.
	Env func(name string) (value string, ok bool)
	// EnvAllowed reports whether content may name an environment variable; nil
	// means any. NLG_* and OTEL_*, the server's own settings, never come into
	// content (D35).
	EnvAllowed func(name string) bool
	// Request reads the saved request that the file from refers to by name. Nil
	// means that there are none.
	Request func(from, name string) ([]byte, error)
}

// File is an expectation file.
type File struct {
	Path  string
	Cases []*Case

	opts Options
	doc  *document.Document
	data []byte
}

// Case is a request and what its reply is expected to be.
type Case struct {
	// Name is the author's name, or one derived from the response's.
	Name string
	// Position is that of the case.
	Position nlg.Position
	// Request is the request; see also Language.
	Request nlg.Request
	// Language is the code that the request carries, empty for none.
	Language string
	// Expectation is nil if nothing is expected yet.
	Expectation *Expectation

	// entry is the map that the case is written in; own is its "expect", missing
	// if it has none or uses that of its test.
	entry document.Value
	own   document.Entry
}

// Read reads an expectation file. The list has all its problems; a file with an
// error has no cases.
func Read(path string, data []byte, opts Options) (*File, nlg.Diagnostics) {
	f := &File{Path: path, opts: opts, data: data}
	doc, found := document.Parse(path, data, document.Options{Env: opts.Env, EnvAllowed: opts.EnvAllowed, Lenient: true})
	r := reader{
		Reader: document.Reader{WrongType: diag.TestType, UnknownKey: diag.TestKey, Found: found},
		file:   f, names: map[string]*Case{}, copies: map[string]int{},
	}
	if doc != nil {
		f.doc = doc
		r.top(doc)
	}
	r.Found.Sort()
	if r.Found.HasErrors() {
		f.Cases = nil
	}
	return f, r.Found
}

// reader reads one file.
type reader struct {
	document.Reader
	file *File
	// names are the cases by name, because names must differ; copies counts the
	// cases that got a number for it.
	names  map[string]*Case
	copies map[string]int
}

// top reads the whole file.
func (r *reader) top(doc *document.Document) {
	root := doc.Root()
	if root.IsMissing() {
		r.Found = append(r.Found, doc.AtStart(diag.TestFile, noTests, firstTest))
		return
	}
	if !root.IsMap() {
		r.Error(root, diag.TestFile, document.MustBe(root, "an expectation file", "a map"), firstTest)
		return
	}
	r.Keys(root, "an expectation file", "version", "defaults", "tests")
	r.version(root.Get("version"))
	var base setup
	if v := root.Get("defaults"); r.isMap(v, "defaults") {
		r.Keys(v, "defaults", requestKeys...)
		base = r.setup(v, base)
	}
	tests := root.Get("tests")
	if tests.IsMissing() || tests.IsNull() {
		r.Error(root, diag.TestFile, noTests, firstTest)
		return
	}
	if !r.List(tests, "tests", "start each test with a dash: `- response: NAME`") {
		return
	}
	for v := range tests.Items() {
		r.test(v, base)
	}
}

const (
	noTests   = "the file has no tests"
	firstTest = "start the file with `tests:`, and a line below it with `- response: NAME`"
)

// version rejects files of a newer version of the program.
func (r *reader) version(v document.Value) {
	if !v.IsMissing() && v.Printed() != "1" {
		r.Error(v, diag.TestFile, "the version of an expectation file must be 1", "write `version: 1`, or remove the line")
	}
}

// test reads an item of tests: one case, or a table of them.
func (r *reader) test(v document.Value, base setup) {
	if !r.isEntry(v, "a test") {
		return
	}
	r.Keys(v, "a test", testKeys...)
	s := r.setup(v, base)
	name := r.text(v.Get("name"), "name")
	own := v.Entry("expect")
	expectation := r.expectation(own)
	cases := v.Get("cases")
	if cases.IsMissing() {
		r.add(v, name, s, expectation, own)
		return
	}
	if !r.List(cases, "cases", "start each case with a dash: `- slots: {…}`") {
		return
	}
	if name == "" {
		name = s.name()
	}
	number := 0
	for item := range cases.Items() {
		number++
		if !r.isEntry(item, "a case") {
			continue
		}
		r.Keys(item, "a case", caseKeys...)
		label := r.text(item.Get("name"), "name")
		if label == "" {
			label = strconv.Itoa(number)
		}
		one, own := expectation, item.Entry("expect")
		if !own.IsMissing() {
			one = r.expectation(own)
		}
		r.add(item, name+"/"+label, r.setup(item, s), one, own)
	}
}

// add adds a case under a unique name.
func (r *reader) add(v document.Value, name string, s setup, x *Expectation, own document.Entry) {
	c := &Case{
		Position: v.Position(), Request: s.request(), Language: s.language,
		Expectation: x, entry: v, own: own,
	}
	if c.Request.Response == "" {
		if s.isSaved {
			return // its request could not be read
		}
		r.Error(v, diag.TestRequest, "this case names no response", "add `response: NAME`")
		return
	}
	given := name != ""
	if !given {
		name = s.name()
	}
	c.Name = name
	if other := r.names[name]; other != nil && given {
		d := v.Diagnose(diag.Warning, diag.TestName, "another case has the name "+document.Quote(name), "give each case a unique name, so that --run can select it")
		d.Related = &diag.Related{Position: other.Position, Message: "the other case"}
		r.Found = append(r.Found, d)
	}
	for r.names[c.Name] != nil {
		r.copies[name]++
		c.Name = fmt.Sprintf("%s (%d)", name, r.copies[name]+1)
	}
	r.names[c.Name] = c
	r.file.Cases = append(r.file.Cases, c)
}
