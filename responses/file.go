package responses

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/interpolate"
)

// Options say how files are read. The zero Options are ready to use.
type Options struct {
	// Env looks up the environment variables of ${…} in plain scalars; nil
	// means that none are set. Rasa: section 1.7.
	Env func(name string) (value string, ok bool)
	// EnvAllowed reports whether content may name an environment variable; nil
	// means any. NLG_* and OTEL_*, the server's own settings, never come into
	// content (D35).
	EnvAllowed func(name string) bool
	// Meter counts what is read against what all files may have together; nil
	// means that there is no limit. Once it says no, reading ends early, and what
	// was read is of no use.
	Meter *Meter
}

// Meter counts the parts of content.
type Meter = budget.Meter

// File is one content file. [Open] parses it, and [File.Responses] and
// [Response.Read] read it piece by piece, so that the model of a large file is
// never in memory as a whole.
type File struct {
	// Training is set for training data; its responses come before a domain's
	// (D10).
	Training bool

	source content.File
	doc    *document.Document
	meter  *Meter
	findings
	// names are the response names read so far, each with the map that it is
	// in: the value of "responses" or of "templates".
	names map[string]Value
	track track // reused for each variation
	// formats has the memory of the texts with {name}.
	formats interpolate.Compiler
	// placeholders counts the texts of export-domain; the first is at placeholder.
	placeholders int
	placeholder  document.Place
	// misread is set if a key is not what its author sees; then a value that
	// seems to be missing is part of that key.
	misread bool
	// nameColumn is the column of the response names.
	nameColumn int
	// mantle is a map of responses that Mantle would accept; see [File.Mantle].
	mantle Value
}

// Open parses a file. [File.Diagnostics] is complete after [File.Responses] has
// been read to its end.
func Open(source content.File, opts Options) *File {
	f := &File{source: source, meter: opts.Meter}
	f.doc, f.diags = document.Parse(source.Path, source.Data, document.Options{Env: opts.Env, EnvAllowed: opts.EnvAllowed, Meter: opts.Meter})
	f.errors = f.diags.Refused()
	return f
}

// Diagnostics returns the diagnostics found so far.
func (f *File) Diagnostics() diag.List { return f.all() }

// Root returns the file's content, missing if it has none or cannot be parsed.
func (f *File) Root() Value {
	if f.doc == nil {
		return Value{}
	}
	return f.doc.Root()
}

// Text returns the file as it was read, without a byte order mark: what an
// [document.Extent] counts in. It is empty if the file cannot be parsed.
func (f *File) Text() string {
	if f.doc == nil {
		return ""
	}
	return f.doc.Text()
}

// Responses finds the file's responses in file order; [Response.Read] reads
// their variations. It can be called once. A response is valid until
// [File.Forget].
func (f *File) Responses() iter.Seq[*Response] {
	return func(yield func(*Response) bool) {
		if !f.isContent() {
			// Like Rasa, skip a file that is not a domain, unless it is not
			// valid YAML: then it might have been meant as one (D9).
			f.diags = slices.DeleteFunc(f.diags, func(d diag.Diagnostic) bool { return mayBeElsewhere[d.Code] })
			f.suggestExclusion()
			if f.doc != nil {
				f.findStray(f.doc.Root())
			}
			return
		}
		if f.doc == nil && isTemplate(f.source.Data) {
			f.suggestExclusion()
		}
		if f.doc == nil || f.doc.Root().IsMissing() {
			return
		}
		root := f.doc.Root()
		if !root.IsMap() {
			f.error(root, diag.NotADomain, "a response file must be a map at the top level", "start the file with `responses:`")
			return
		}
		f.findStray(root)
		f.readDomain(root, yield)
		f.refusePlaceholders()
	}
}

// Forget releases the file's tree. The responses that were read keep their
// names and positions, and lose their variations. In large content, the trees
// of all files together would be most of the memory that a reload needs.
func (f *File) Forget() {
	f.names, f.track, f.formats = nil, track{}, interpolate.Compiler{}
	if f.doc != nil {
		f.doc.Release()
	}
}

// domainKeys are the keys that make a YAML file in a directory a domain file.
// Rasa: section 1.3; "templates" is Rasa Core's old name for responses (D4).
var domainKeys = map[string]bool{
	"slots": true, "forms": true, "actions": true, "entities": true, "intents": true,
	"responses": true, "e2e_actions": true, "session_config": true, "templates": true,
}

// trainingKeys are the keys that only training data has (D10).
var trainingKeys = map[string]bool{"nlu": true, "stories": true, "rules": true}

// mayBeElsewhere are the faults that are not reported in a file that is not
// content: other programs use their own tags, variables and several documents.
var mayBeElsewhere = map[diag.Code]bool{diag.UnknownTag: true, diag.ManyDocuments: true, diag.UnsetVariable: true, diag.RefusedVariable: true}

// isContent reports whether a file is content: it was named by its own path, or
// it has a key that only a domain has. Rasa: section 1.3.
func (f *File) isContent() bool {
	if f.source.Direct {
		return true
	}
	if f.doc == nil {
		// The file did not parse, so look at its lines.
		for line := range bytes.Lines(f.source.Data) {
			key, _, ok := bytes.Cut(bytes.TrimLeft(line, "\ufeff{\"'"), []byte(":"))
			if ok && domainKeys[string(bytes.TrimRight(key, " \t\"'"))] {
				return true
			}
		}
		return false
	}
	return hasKey(f.doc.Root(), domainKeys)
}

func hasKey(root Value, keys map[string]bool) bool {
	for e := range root.Entries() {
		if keys[e.Key.String()] {
			return true
		}
	}
	return false
}

func (f *File) readDomain(root Value, yield func(*Response) bool) {
	f.Training = hasKey(root, trainingKeys)
	f.checkVersion(root.Get("version"))
	content := root.Get("responses")
	if content.IsMissing() {
		f.findIndented(root)
	}
	for field := range root.Entries() {
		f.misread = f.refuseKey(field.Key) || f.misread
	}
	for field := range root.Entries() {
		switch field.Key.String() {
		case "responses":
			if f.misread && field.Value.IsNull() {
				continue
			}
			if !f.readResponses(field.Value, yield) {
				return
			}
		case "templates":
			f.warn(field.Key, diag.LegacyForm, "`templates:` is the old name of `responses:`; current Rasa silently ignores it", "rename it to `responses:`")
		default:
			if !content.IsMissing() {
				f.checkBeside(field, content)
			}
		}
	}
	if legacy := root.Get("templates"); !legacy.IsMissing() && !legacy.IsNull() {
		f.readResponses(legacy, yield)
	}
}

// readResponses reads the names and their variations. It returns false if yield
// asked to stop. A name under "templates" that is also under "responses" is
// skipped.
func (f *File) readResponses(all Value, yield func(*Response) bool) bool {
	if !all.IsMap() {
		f.error(all, diag.WrongType, "responses must be a map of names, not "+all.Describe(), "write each response as `NAME:`, with its variations below it, each starting with a dash")
		return true
	}
	if f.refuseMantle(all) {
		return true
	}
	var refused map[Value]bool
	for field := range all.Entries() {
		if f.refuseKey(field.Key) {
			if refused == nil {
				refused = map[Value]bool{}
			}
			refused[field.Key], f.misread = true, true
		}
	}
	for field := range all.Entries() {
		if refused[field.Key] {
			continue
		}
		f.nameColumn = field.Key.Column()
		name := f.name(field.Key)
		if name == "" {
			continue
		}
		if under, taken := f.names[name]; taken {
			if under.IsSame(all) { // 5 and "5" are two keys to YAML, and one name
				f.error(field.Key, diag.DuplicateKey, "duplicate response "+quote(name), "remove or rename one of them")
			}
			continue
		}
		if f.names == nil {
			f.names = make(map[string]Value, all.Len())
		}
		f.names[name] = all
		r := &Response{Name: name, Key: field.Key, Training: f.Training, Position: field.Key.Position(), place: field.Key.Place(), file: f, list: field.Value}
		if f.isList(r) && !yield(r) || f.meter.IsEnded() || f.isBeyond() {
			return false
		}
	}
	return true
}

// name returns a response's name. It is empty if the key is not a name.
func (f *File) name(key Value) string {
	if !key.IsScalar() || key.IsNull() {
		f.error(key, diag.WrongType, "a response name must be a string", "write a name such as `utter_greet`")
		return ""
	}
	text, ok := key.Text()
	if !ok {
		text = key.Printed()
		f.warn(key, diag.NonTextKey, fmt.Sprintf("the response name %s is not a string, but Rasa looks names up as strings", text), "quote it: "+diag.InBackticks(key.Quoted()))
	}
	if text == "" {
		f.error(key, diag.WrongType, "a response name must not be empty", "write a name such as `utter_greet`")
	}
	return text
}

func (f *File) error(v Value, code diag.Code, message, hint string) {
	f.report(v.Diagnose(diag.Error, code, message, hint))
}

func (f *File) defect(v Value, code diag.Code, message, hint string) {
	f.report(v.Diagnose(diag.Defect, code, message, hint))
}

func (f *File) warn(v Value, code diag.Code, message, hint string) {
	f.report(v.Diagnose(diag.Warning, code, message, hint))
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, "\n", " ") + `"` }
