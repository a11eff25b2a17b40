package nlg

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/selector"
)

// unit is one file on its way into a catalog.
type unit struct {
	file        File
	opts        Options
	doc         *yamlsrc.Document
	diags       diag.List
	definitions []*definition
	// names are the definitions' names, each with the key under which it
	// stands: responses or templates.
	names map[string]*yamlsrc.Node
	// composer is used for one variation after the other.
	composer composer
}

// definition is one response of one file.
type definition struct {
	name       string
	key        *yamlsrc.Node // of the name; nil once the file is compiled, unless it is kept
	position   Position
	unit       *unit
	training   bool
	variations []variation
	// written has one entry for each variation, if it is kept.
	written []WrittenVariation
}

// compiled sorts the variations into their groups.
func (d *definition) compiled() *response {
	r := &response{name: d.name, position: d.position, variations: d.variations}
	candidates := make([]selector.Candidate, len(d.variations))
	for i := range d.variations {
		v := &d.variations[i]
		candidates[i] = v.candidate
		r.translated = r.translated || v.replies != nil
	}
	r.program = selector.Compile(candidates)
	return r
}

// The keys that make a YAML file in a directory a domain file. Rasa: section
// 1.3; "templates" is Rasa Core's old name for responses (D4).
func isDomainKey(key string) bool {
	switch key {
	case "slots", "forms", "actions", "entities", "intents", "responses", "e2e_actions", "session_config", "templates":
		return true
	}
	return false
}

// isTrainingKey reports the keys that only training data has; its responses
// come before a domain's (D10).
func isTrainingKey(key string) bool {
	switch key {
	case "nlu", "stories", "rules":
		return true
	}
	return false
}

// largeFile is the size, in bytes, from which a file's syntax tree is cleared
// away before its responses are compiled.
const largeFile = 4 << 20

func readUnit(f File, opts Options) *unit {
	u := &unit{file: f, opts: opts}
	doc, found := yamlsrc.Parse(f.Path, f.Data, yamlsrc.Options{Env: opts.Env})
	u.doc, u.diags = doc, found
	if opts.Background && len(f.Data) >= largeFile {
		// What parsing leaves behind is up to a hundred times the file, and a
		// server that reloads has its collector set to let much lie.
		runtime.GC()
	}
	if !u.isContent() {
		// Rasa passes over a file that is no domain, and so do we, unless it
		// is not even YAML: then it could have been anything (D9).
		u.diags = slices.DeleteFunc(u.diags, func(d diag.Diagnostic) bool { return mayStandElsewhere(d.Code) })
		return u
	}
	if doc == nil || doc.Root == nil {
		return u
	}
	if doc.Root.Kind != yamlsrc.Mapping {
		u.error(doc.Root, diag.NotADomain, "a response file must be a map of keys at its top", `begin it with the line "responses:"`)
		return u
	}
	u.readDomain(doc.Root)
	if !opts.KeepWritten {
		u.forget()
	}
	return u
}

// forget lets go of the file's tree: of a large content, the trees of all files
// together would be most of what a reload takes.
func (u *unit) forget() {
	u.doc.Root, u.names, u.composer = nil, nil, composer{}
	for _, d := range u.definitions {
		d.key = nil
	}
}

// isContent reports whether a file is there to be served: it was named by its
// own path, or it has a key that only a domain has. Rasa: section 1.3.
func (u *unit) isContent() bool {
	if u.file.Direct {
		return true
	}
	if u.doc == nil {
		// Nothing is known but its lines.
		for line := range bytes.Lines(u.file.Data) {
			key, _, ok := bytes.Cut(bytes.TrimLeft(line, "\ufeff{\"'"), []byte(":"))
			if ok && isDomainKey(string(bytes.TrimRight(key, " \t\"'"))) {
				return true
			}
		}
		return false
	}
	root := u.doc.Root
	return root != nil && slices.ContainsFunc(root.Pairs, func(p yamlsrc.Pair) bool { return isDomainKey(keyText(p.Key)) })
}

// mayStandElsewhere reports the faults that are none in a file that is not
// content: other programs have tags, several documents and variables of their
// own.
func mayStandElsewhere(code diag.Code) bool {
	return code == diag.UnknownTag || code == diag.ManyDocuments || code == diag.UnsetVariable
}

func (u *unit) readDomain(root *yamlsrc.Node) {
	training := slices.ContainsFunc(root.Pairs, func(p yamlsrc.Pair) bool { return isTrainingKey(keyText(p.Key)) })
	u.checkVersion(root.Get("version"))
	legacy := root.Get("templates")
	for _, pair := range root.Pairs {
		switch keyText(pair.Key) {
		case "responses":
			u.readResponses(pair.Value, training)
		case "templates":
			u.warn(pair.Key, diag.LegacyForm, `"templates:" is the old name of "responses:"; newer Rasa passes over it in silence`, `write "responses:"`)
		}
	}
	if legacy != nil && (legacy.Kind != yamlsrc.Scalar || !legacy.Value.IsNone()) {
		u.readResponses(legacy, training)
	}
}

// readResponses reads the names and their variations. A name that the file has
// under "responses" already is passed over: it comes before "templates".
func (u *unit) readResponses(n *yamlsrc.Node, training bool) {
	if n.Kind != yamlsrc.Mapping {
		u.error(n, diag.WrongType, "responses must be a map of names, not "+yamlsrc.Describe(n), "write each response as a name with a colon, and its variations below it, each with a dash")
		return
	}
	if u.refuseMantle(n) {
		return
	}
	for _, pair := range n.Pairs {
		name := u.name(pair.Key)
		if name == "" {
			continue
		}
		if under, taken := u.names[name]; taken {
			if under == n { // 5 and "5" are two keys to YAML, and one name
				u.error(pair.Key, diag.DuplicateKey, "the response "+quote(name)+" stands here twice", "delete one of the two, or rename it")
			}
			continue
		}
		if u.names == nil {
			u.names = make(map[string]*yamlsrc.Node, len(n.Pairs))
		}
		u.names[name] = n
		d := &definition{name: name, key: pair.Key, unit: u, training: training, position: u.position(pair.Key)}
		if u.opts.Background {
			runtime.Gosched()
		}
		if !u.readVariations(d, pair.Value) {
			continue
		}
		u.definitions = append(u.definitions, d)
	}
}

// name returns a response's name, empty if the key is none.
func (u *unit) name(key *yamlsrc.Node) string {
	if key.Kind != yamlsrc.Scalar || key.Value.IsNone() {
		u.error(key, diag.WrongType, "a response's name must be a text", "write a name such as utter_greet")
		return ""
	}
	text, ok := key.Value.Text()
	if !ok {
		text = key.Value.Str()
		u.warn(key, diag.NonTextKey, fmt.Sprintf("the name %s is not a text, and Rasa asks for texts", text), "put it in quotes")
	}
	if text == "" {
		u.error(key, diag.WrongType, "a response's name must not be empty", "write a name such as utter_greet")
	}
	return text
}

func (u *unit) readVariations(d *definition, list *yamlsrc.Node) bool {
	switch {
	case list.Kind == yamlsrc.Sequence:
	case list.Kind == yamlsrc.Scalar && list.Value.IsNone():
		u.error(d.key, diag.WrongType, "the response "+quote(d.name)+" has no variations", "write at least one below it:  - text: \"…\"")
		return false
	case list.Kind == yamlsrc.Mapping:
		u.error(list, diag.WrongType, "the variations of "+quote(d.name)+" must be a list, not a map", "put a dash before the first key of each variation:  - text: \"…\"")
		return false
	default:
		u.error(list, diag.WrongType, "the variations of "+quote(d.name)+" must be a list, not "+yamlsrc.Describe(list), "write each variation on a line of its own with a dash:  - text: \"…\"")
		return false
	}
	d.variations = make([]variation, 0, len(list.Items))
	for _, item := range list.Items {
		if v, ok := u.readVariation(d, item); ok {
			d.variations = append(d.variations, v)
		}
	}
	return true
}

// position returns where a node stands.
func (u *unit) position(n *yamlsrc.Node) Position {
	return Position{File: u.file.Path, Line: n.Line, Column: n.Column}
}

func (u *unit) diagnose(n *yamlsrc.Node, s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	return u.doc.Diagnose(n.Line, n.Column, s, code, message, hint)
}

func (u *unit) error(n *yamlsrc.Node, code diag.Code, message, hint string) {
	u.diags = append(u.diags, u.diagnose(n, diag.Error, code, message, hint))
}

func (u *unit) defect(n *yamlsrc.Node, code diag.Code, message, hint string) {
	u.diags = append(u.diags, u.diagnose(n, diag.Defect, code, message, hint))
}

func (u *unit) warn(n *yamlsrc.Node, code diag.Code, message, hint string) {
	u.diags = append(u.diags, u.diagnose(n, diag.Warning, code, message, hint))
}

// keyText returns a key's text, empty if it is not a text.
func keyText(key *yamlsrc.Node) string {
	if key.Kind != yamlsrc.Scalar {
		return ""
	}
	text, _ := key.Value.Text()
	return text
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, "\n", " ") + `"` }
