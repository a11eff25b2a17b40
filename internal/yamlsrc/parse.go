package yamlsrc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
)

// The defaults of the limits in [Options].
const (
	DefaultMaxNodes = 700_000
	DefaultMaxDepth = 500
)

// maxProblems bounds the diagnostics of one file: a generated file can repeat one
// mistake a million times.
const maxProblems = 200

// Options say how to read a file. The zero value is ready to use.
type Options struct {
	// Env looks up an environment variable; nil means that none is set.
	Env func(name string) (value string, ok bool)
	// EnvAllowed reports whether the file may name an environment variable; nil
	// means any but the reserved ones.
	EnvAllowed func(name string) bool
	// OwnEnv also replaces the reserved variables, for files that are not content.
	OwnEnv bool
	// Lenient also reads what Rasa's reader rejects and YAML allows, such as a
	// tab after a value: for files that Rasa never reads.
	Lenient bool
	// MaxNodes bounds the number of values after aliases are expanded.
	MaxNodes int
	// MaxDepth bounds how deeply lists and maps nest after aliases are
	// expanded.
	MaxDepth int
	// Meter counts the values against what all files may have together; nil means
	// that there is no limit. Once it says no, Parse returns no document and no
	// problem of its own.
	Meter *budget.Meter
}

func (o Options) withDefaults() Options {
	if o.Env == nil {
		o.Env = func(string) (string, bool) { return "", false }
	}
	if o.MaxNodes <= 0 {
		o.MaxNodes = DefaultMaxNodes
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = DefaultMaxDepth
	}
	return o
}

// Parse reads the one document of a file. The list holds every problem, in the
// order of the file and at most 200 of them; name is the file in their
// positions. The document is nil if there is no usable tree; with lesser
// errors, such as a duplicate key, there is one, so that the caller can find
// further problems in it.
func Parse(name string, data []byte, opt Options) (*Document, diag.List) {
	opt = opt.withDefaults()
	if !opt.Meter.Look() {
		return nil, nil
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if most := opt.MaxNodes + opt.MaxNodes/2; tooManyMarks(data, most) {
		return nil, diag.List{{
			Position: diag.Position{File: name, Line: 1, Column: 1}, Severity: diag.Error, Code: diag.TooLarge,
			Message: fmt.Sprintf("the file has more than %d lines, dashes, commas, colons and brackets", most), Hint: "split the file",
		}}
	}
	if bytes.Count(data, []byte("\n%")) > maxDirectives {
		return nil, diag.List{{
			Position: diag.Position{File: name, Line: 1, Column: 1}, Severity: diag.Error, Code: diag.TooLarge,
			Message: fmt.Sprintf("the file has more than %d lines that start with %%", maxDirectives), Hint: "remove them; a line %TAG or %YAML is hardly ever needed",
		}}
	}
	doc := newDocument(name, data)
	if problems := checkEncoding(doc, data); len(problems) > 0 {
		return nil, problems
	}
	if problem := checkConflict(doc); problem != nil {
		return nil, diag.List{*problem}
	}
	data, hidden := hideEscapes(data)
	raw, problem := read(doc, data, opt.Meter)
	switch {
	case opt.Meter.IsEnded():
		return nil, nil
	case problem != nil:
		return nil, diag.List{*problem}
	}
	b := newBuilder(doc, opt)
	defer func() { opt.Meter.Step(b.cursor.steps) }()
	b.hidden = hidden
	if raw == nil {
		b.checkGaps()
		return doc, b.problems
	}
	root, err := b.build(raw, 1)
	if err == nil {
		b.checkGaps()
	}
	b.problems.Sort()
	if err != nil {
		return nil, b.problems
	}
	if !isEmptyRoot(root) {
		doc.Root = root
	}
	return doc, b.problems
}

// isEmptyRoot reports whether a document has only its marker.
func isEmptyRoot(root *Node) bool {
	return root.Kind == Scalar && root.Style == Plain && root.Value.IsNone() && root.empty
}

// maxDirectives bounds the lines that may be directives: yaml.v3 compares each with
// all others.
const maxDirectives = 1000

// reader passes a file to yaml.v3 in small pieces, as long as the meter says so.
// Otherwise yaml.v3 could not be stopped.
type reader struct {
	bytes.Reader
	meter *budget.Meter
}

var errStopped = errors.New("stopped")

func (r *reader) Read(p []byte) (int, error) {
	if !r.meter.Look() {
		return 0, errStopped
	}
	n, err := r.Reader.Read(p)
	r.meter.Step(n)
	return n, err
}

// read parses the file with yaml.v3. It returns the content of the document, nil if
// there is none.
func read(doc *Document, data []byte, meter *budget.Meter) (root *yaml.Node, problem *diag.Diagnostic) {
	data, problem = hideVersion(doc, data)
	if problem != nil {
		return nil, problem
	}
	decoder := yaml.NewDecoder(&reader{*bytes.NewReader(data), meter})
	var first, second yaml.Node
	switch err := decode(decoder, &first); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, syntaxProblem(doc, err, meter)
	}
	if err := decode(decoder, &second); !errors.Is(err, io.EOF) {
		if _, ok := secondDocument(doc.text); ok || err == nil {
			return nil, manyDocuments(doc)
		}
		return nil, syntaxProblem(doc, err, meter)
	}
	if len(first.Content) == 0 {
		return nil, nil
	}
	return first.Content[0], nil
}

// decode reads one document. yaml.v3 panics on some malformed input; that is one
// more syntax error.
func decode(decoder *yaml.Decoder, node *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	return decoder.Decode(node)
}

// versionDirective is a line %YAML 1.2 before all content.
var versionDirective = regexp.MustCompile(`\A(?:(?:%TAG[^\r\n]*|[ \t]*(?:#[^\r\n]*)?)\r?\n)*%YAML[ \t]+1\.[12](?:[ \t]+#[^\r\n]*|[ \t]*)(?:\r?\n|\z)`)

// startMarker is the line --- after all directives.
var startMarker = regexp.MustCompile(`\A(?:(?:%[^\r\n]*|[ \t]*(?:#[^\r\n]*)?)\r?\n)*---(?:[ \t\r\n]|\z)`)

// maxProlog is how much text, in bytes, may come before a line that is looked for
// before all content.
const maxProlog = 64 << 10

// hideVersion turns the line %YAML 1.2 into a comment without moving any position:
// yaml.v3 rejects that line, although it can read such files.
func hideVersion(doc *Document, data []byte) (hidden []byte, problem *diag.Diagnostic) {
	match := versionDirective.FindIndex(data[:min(len(data), maxProlog)])
	if match == nil {
		return data, nil
	}
	at := bytes.LastIndex(data[:match[1]], []byte("%YAML"))
	if rest := data[match[1]:]; !startMarker.Match(rest[:min(len(rest), maxProlog)]) {
		d := doc.errorAt(at, diag.YAMLSyntax, "a line --- must follow the line %YAML", "delete this line, or write `---` on the next line")
		return nil, &d
	}
	data = bytes.Clone(data)
	data[at] = '#'
	return data, nil
}
