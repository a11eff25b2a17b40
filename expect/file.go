package expect

import (
	"fmt"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// Options say how expectation files are read.
type Options struct {
	// Env looks up the environment variables of ${…} in unquoted values, as in
	// content; nil means that none is set.
	Env func(name string) (value string, ok bool)
	// Request reads a saved request. The name is as written in the file, which
	// is from. Nil means that there are none.
	Request func(from, name string) ([]byte, error)
}

// File is an expectation file.
type File struct {
	Path  string
	Cases []*Case

	opts Options
	doc  *yamlsrc.Document
	data []byte
}

// Case is a request and what is expected of its answer.
type Case struct {
	// Name is the author's, else it is made of the response's.
	Name string
	// Position is where the case stands.
	Position nlg.Position
	// Request is what is asked; see also Language.
	Request nlg.Request
	// Language is the code that the request carries, empty for none.
	Language string
	// Expectation is nil where nothing is expected yet.
	Expectation *Expectation

	// entry is the map in which the case is written; own is its "expect", nil
	// if there is none or another's is used.
	entry *yamlsrc.Node
	own   *yamlsrc.Pair
}

// Read reads an expectation file. The list holds everything that is wrong with
// it; a file with an error has no cases.
func Read(path string, data []byte, opts Options) (*File, nlg.Diagnostics) {
	f := &File{Path: path, opts: opts, data: data}
	doc, problems := yamlsrc.Parse(path, data, yamlsrc.Options{Env: opts.Env})
	r := reader{file: f, doc: doc, diags: problems, names: map[string]*Case{}, copies: map[string]int{}}
	if doc != nil {
		f.doc = doc
		r.top(doc.Root)
	}
	r.diags.Sort()
	if r.diags.HasErrors() {
		f.Cases = nil
	}
	return f, r.diags
}

// reader reads one file.
type reader struct {
	file  *File
	doc   *yamlsrc.Document
	diags diag.List
	// names are the cases by name, for names must differ; copies counts those
	// that were given a number for it.
	names  map[string]*Case
	copies map[string]int
}

// top reads the whole file.
func (r *reader) top(root *yamlsrc.Node) {
	if root == nil {
		r.diags = append(r.diags, r.doc.Diagnose(1, 1, diag.Error, diag.TestFile, "there are no tests here", firstTest))
		return
	}
	if root.Kind != yamlsrc.Mapping {
		r.error(root, diag.TestFile, "an expectation file must be a map of keys at its top, not "+yamlsrc.Describe(root), firstTest)
		return
	}
	r.keys(root, "an expectation file", "version", "defaults", "tests")
	r.version(root.Get("version"))
	var base setup
	if n := root.Get("defaults"); r.isMap(n, "defaults") {
		r.keys(n, "defaults", requestKeys()...)
		base = r.setup(n, base)
	}
	tests := root.Get("tests")
	if tests == nil || yamlsrc.IsNull(tests) {
		r.error(root, diag.TestFile, "there are no tests here", firstTest)
		return
	}
	if !r.isList(tests, "tests", "write each test with a dash:  - response: utter_greet") {
		return
	}
	for _, n := range tests.Items {
		r.test(n, base)
	}
}

const firstTest = `begin with  tests:  and below it  - response: utter_greet`

// version refuses files that a newer program wrote.
func (r *reader) version(n *yamlsrc.Node) {
	if n == nil {
		return
	}
	if n.Kind != yamlsrc.Scalar || n.Value.Str() != "1" {
		r.error(n, diag.TestFile, "the version of an expectation file is 1", "write  version: 1  or leave the line out")
	}
}

// test reads an item of tests: one case, or a table of them.
func (r *reader) test(n *yamlsrc.Node, base setup) {
	if !r.isEntry(n) {
		return
	}
	r.keys(n, "a test", append(requestKeys(), "name", "expect", "cases")...)
	s := r.setup(n, base)
	name := r.text(n.Get("name"), "name")
	own := pairOf(n, "expect")
	expectation := r.expectation(own)
	cases := n.Get("cases")
	if cases == nil {
		r.add(n, name, s, expectation, own)
		return
	}
	if !r.isList(cases, "cases", "write each case with a dash:  - slots: {…}") {
		return
	}
	if name == "" {
		name = s.name()
	}
	for i, item := range cases.Items {
		if !r.isEntry(item) {
			continue
		}
		r.keys(item, "a case", append(requestKeys(), "name", "expect")...)
		label := r.text(item.Get("name"), "name")
		if label == "" {
			label = fmt.Sprint(i + 1)
		}
		one, own := expectation, pairOf(item, "expect")
		if own != nil {
			one = r.expectation(own)
		}
		r.add(item, name+"/"+label, r.setup(item, s), one, own)
	}
}

// add keeps a case under a name of its own.
func (r *reader) add(n *yamlsrc.Node, name string, s setup, x *Expectation, own *yamlsrc.Pair) {
	c := &Case{
		Position: r.doc.Position(n), Request: s.request(), Language: s.language,
		Expectation: x, entry: n, own: own,
	}
	if c.Request.Response == "" {
		r.error(n, diag.TestRequest, "this case asks for no response", "add  response: utter_greet")
		return
	}
	given := name != ""
	if !given {
		name = s.name()
	}
	c.Name = name
	if other := r.names[name]; other != nil && given {
		d := r.doc.Diagnose(n.Line, n.Column, diag.Warning, diag.TestName, "another case has the name "+quote(name), "give each case a name of its own, so that --run can choose it")
		d.Related = &diag.Related{Position: other.Position, Message: "the other one"}
		r.diags = append(r.diags, d)
	}
	for r.names[c.Name] != nil {
		r.copies[name]++
		c.Name = fmt.Sprintf("%s (%d)", name, r.copies[name]+1)
	}
	r.names[c.Name] = c
	r.file.Cases = append(r.file.Cases, c)
}
