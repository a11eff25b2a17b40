package responses

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Options say how files are read. The zero Options are ready to use.
type Options struct {
	// Env looks up the environment variables of ${…} in plain scalars; nil
	// means that none is set. Rasa: section 1.7.
	Env func(name string) (value string, ok bool)
}

// File is one content file. [Open] parses it, [File.Responses] and
// [Response.Read] read it piece by piece, so that the model of a large file
// need never be in memory whole.
type File struct {
	// Training is set for training data; its responses come before a domain's
	// (D10).
	Training bool

	source content.File
	doc    *document.Document
	diags  diag.List
	// names are those read so far, each with the map that it is in: that of
	// "responses" or of "templates".
	names     map[string]Value
	collector collector // used for one variation after the other
}

// Open parses a file. [File.Diagnostics] is complete once [File.Responses] has
// come to its end.
func Open(source content.File, opts Options) *File {
	f := &File{source: source}
	f.doc, f.diags = document.Parse(source.Path, source.Data, document.Options{Env: opts.Env})
	return f
}

// Diagnostics returns what was found so far.
func (f *File) Diagnostics() diag.List { return f.diags }

// Responses finds the file's responses in their order, once; [Response.Read]
// reads their variations. A response stays valid until [File.Forget].
func (f *File) Responses() iter.Seq[*Response] {
	return func(yield func(*Response) bool) {
		if !f.isContent() {
			// Rasa skips a file that is not a domain, and so do we, unless it
			// is not even YAML: then it could have been anything (D9).
			f.diags = slices.DeleteFunc(f.diags, func(d diag.Diagnostic) bool { return mayBeElsewhere[d.Code] })
			return
		}
		if f.doc == nil || f.doc.Root().IsMissing() {
			return
		}
		root := f.doc.Root()
		if !root.IsMap() {
			f.error(root, diag.NotADomain, "a response file must be a map of keys at its top", `begin it with the line "responses:"`)
			return
		}
		f.readDomain(root, yield)
	}
}

// Forget lets go of the file's tree. The responses that were read keep their
// names and places, and lose their variations: of a large content, the trees
// of all files together would be most of what a reload takes.
func (f *File) Forget() {
	f.names, f.collector = nil, collector{}
	if f.doc != nil {
		f.doc.Release()
	}
}

// The keys that make a YAML file in a directory a domain file. Rasa: section
// 1.3; "templates" is Rasa Core's old name for responses (D4).
var domainKeys = map[string]bool{
	"slots": true, "forms": true, "actions": true, "entities": true, "intents": true,
	"responses": true, "e2e_actions": true, "session_config": true, "templates": true,
}

// The keys that only training data has (D10).
var trainingKeys = map[string]bool{"nlu": true, "stories": true, "rules": true}

// The faults that are none in a file that is not content: other programs have
// tags, several documents and variables of their own.
var mayBeElsewhere = map[diag.Code]bool{diag.UnknownTag: true, diag.ManyDocuments: true, diag.UnsetVariable: true}

// isContent reports whether a file is there to be served: it was named by its
// own path, or it has a key that only a domain has. Rasa: section 1.3.
func (f *File) isContent() bool {
	if f.source.Direct {
		return true
	}
	if f.doc == nil {
		// Nothing is known but its lines.
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
	for field := range root.Entries() {
		switch field.Key.String() {
		case "responses":
			if !f.readResponses(field.Value, yield) {
				return
			}
		case "templates":
			f.warn(field.Key, diag.LegacyForm, `"templates:" is the old name of "responses:"; newer Rasa passes over it in silence`, `write "responses:"`)
		}
	}
	if legacy := root.Get("templates"); !legacy.IsMissing() && !legacy.IsNull() {
		f.readResponses(legacy, yield)
	}
}

// readResponses reads the names and their variations; false if whoever asked
// wants no more. A name that the file has under "responses" already is skipped:
// it comes before "templates".
func (f *File) readResponses(all Value, yield func(*Response) bool) bool {
	if !all.IsMap() {
		f.error(all, diag.WrongType, "responses must be a map of names, not "+all.Describe(), "write each response as a name with a colon, and its variations below it, each with a dash")
		return true
	}
	if f.refuseMantle(all) {
		return true
	}
	for field := range all.Entries() {
		name := f.name(field.Key)
		if name == "" {
			continue
		}
		if under, taken := f.names[name]; taken {
			if under.IsSame(all) { // 5 and "5" are two keys to YAML, and one name
				f.error(field.Key, diag.DuplicateKey, "the response "+quote(name)+" stands here twice", "delete one of the two, or rename it")
			}
			continue
		}
		if f.names == nil {
			f.names = make(map[string]Value, all.Len())
		}
		f.names[name] = all
		r := &Response{Name: name, Key: field.Key, Training: f.Training, Position: field.Key.Position(), place: field.Key.Place(), file: f, list: field.Value}
		if f.isList(r) && !yield(r) {
			return false
		}
	}
	return true
}

// name returns a response's name, empty if the key is none.
func (f *File) name(key Value) string {
	if !key.IsScalar() || key.IsNull() {
		f.error(key, diag.WrongType, "a response's name must be a text", "write a name such as utter_greet")
		return ""
	}
	text, ok := key.Text()
	if !ok {
		text = key.Printed()
		f.warn(key, diag.NonTextKey, fmt.Sprintf("the name %s is not a text, and Rasa asks for texts", text), "put it in quotes")
	}
	if text == "" {
		f.error(key, diag.WrongType, "a response's name must not be empty", "write a name such as utter_greet")
	}
	return text
}

func (f *File) error(v Value, code diag.Code, message, hint string) {
	f.diags = append(f.diags, v.Diagnose(diag.Error, code, message, hint))
}

func (f *File) defect(v Value, code diag.Code, message, hint string) {
	f.diags = append(f.diags, v.Diagnose(diag.Defect, code, message, hint))
}

func (f *File) warn(v Value, code diag.Code, message, hint string) {
	f.diags = append(f.diags, v.Diagnose(diag.Warning, code, message, hint))
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, "\n", " ") + `"` }
