// Package document reads YAML files as typed values with positions: settings,
// expectation files and domains. All of them report a wrong type or an unknown key
// in the same words.
//
// The one rule to know: a missing value is the zero [Value], and every method may be
// called on it.
package document

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
)

// Options say how a document is read.
type Options struct {
	// Env looks up the environment variables of ${…} in unquoted values; nil
	// means that none is set.
	Env func(name string) (value string, ok bool)
	// EnvAllowed reports whether the file may name an environment variable; nil
	// means any but the reserved ones, see [IsReservedEnv].
	EnvAllowed func(name string) bool
	// Lenient also reads YAML that only Rasa's reader rejects, for files that
	// Rasa never reads.
	Lenient bool
	// Meter counts the values against what all files may have together; nil means
	// that there is no limit. See [yamlsrc.Options].
	Meter *budget.Meter
}

// Document is the content of a file. It is immutable until it is released.
type Document struct{ yaml *yamlsrc.Document }

// Parse reads a file. The list has its YAML errors; the document is nil if it cannot
// be read.
func Parse(name string, data []byte, opts Options) (*Document, diag.List) {
	doc, found := yamlsrc.Parse(name, data, yamlsrc.Options{Env: opts.Env, EnvAllowed: opts.EnvAllowed, Lenient: opts.Lenient, Meter: opts.Meter})
	if doc == nil {
		return nil, found
	}
	return &Document{doc}, found
}

// Root returns the content, missing if the file is empty or holds only comments.
func (d *Document) Root() Value { return Value{node: d.yaml.Root, doc: d.yaml} }

// Text returns the file as it was read, without a byte order mark. Offsets of
// an [Extent] count in it.
func (d *Document) Text() string { return d.yaml.Text() }

// Release frees the document's values; a [Place] stays valid. The values of a large
// document take a hundred times the memory of its text.
func (d *Document) Release() { d.yaml.Release() }

// AtStart returns an error at the first character, for a file without content.
func (d *Document) AtStart(code diag.Code, message, hint string) diag.Diagnostic {
	return d.yaml.Diagnose(1, 1, diag.Error, code, message, hint)
}

// IsReservedEnv reports whether an environment variable is one of the server's own,
// which no file may name.
func IsReservedEnv(name string) bool { return yamlsrc.IsReserved(name) }
