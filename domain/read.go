package domain

import (
	"bytes"
	"runtime"
	"slices"
	"sync"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// Read reads files in the order given. A file without any of the sections is
// passed over. The list holds what keeps a file from being read, and sections
// of the wrong shape; the domain has all the rest.
func Read(files []content.File) (*Domain, diag.List) {
	parsed := make([]parsedFile, len(files))
	var group sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range files {
		if !f.Direct && !mayDeclare(f.Data) {
			continue
		}
		group.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			parsed[i] = parse(f)
		})
	}
	group.Wait()
	r := reader{domain: &Domain{slotAt: map[string]int{}, formAt: map[string]int{}, sections: map[string]bool{}}}
	for _, p := range parsed {
		r.diags = append(r.diags, p.diags...)
		if p.doc != nil && p.doc.Root != nil && p.doc.Root.Kind == yamlsrc.Mapping {
			r.doc = p.doc
			r.file(p.doc.Root)
		}
	}
	r.diags.Sort()
	return r.domain, r.diags
}

// sections are the keys that this package reads.
func sections() []string {
	return []string{"slots", "intents", "entities", "actions", "forms", "responses", "session_config", "nlu", "stories", "rules", "flows"}
}

// mayDeclare reports whether a line of the file begins with one of the
// sections, so that others need no parsing.
func mayDeclare(data []byte) bool {
	for line := range bytes.Lines(data) {
		key, _, ok := bytes.Cut(bytes.TrimLeft(line, "\ufeff{\"' \t"), []byte(":"))
		if ok && slices.Contains(sections(), string(bytes.TrimRight(key, " \t\"'"))) {
			return true
		}
	}
	return false
}

type parsedFile struct {
	doc   *yamlsrc.Document
	diags diag.List
}

// parse reads one file. Environment variables do not matter to what it
// declares.
func parse(f content.File) parsedFile {
	doc, found := yamlsrc.Parse(f.Path, f.Data, yamlsrc.Options{})
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return d.Code == diag.UnsetVariable || !f.Direct && d.Code != diag.YAMLSyntax
	})
	return parsedFile{doc, found}
}

// reader joins files into a domain.
type reader struct {
	domain *Domain
	doc    *yamlsrc.Document
	diags  diag.List
}

func (r *reader) file(root *yamlsrc.Node) {
	for _, pair := range root.Pairs {
		key, value := textOf(pair.Key), pair.Value
		switch key {
		case "slots":
			r.slots(value)
		case "intents":
			r.names(&r.domain.Intents, key, value)
		case "entities":
			r.names(&r.domain.Entities, key, value)
		case "actions":
			r.names(&r.domain.Actions, key, value)
		case "forms":
			r.forms(value)
		case "responses", "templates":
			for _, p := range value.Pairs {
				r.domain.Responses.add(r.declare(p.Key))
			}
		case "session_config":
			r.session(pair.Key, value)
		case "nlu":
			r.nlu(value)
		case "stories", "rules":
			for _, story := range value.Items {
				r.steps(story.Get("steps"))
			}
		case "flows":
			for _, flow := range value.Pairs {
				r.steps(flow.Value.Get("steps"))
			}
		default:
			continue
		}
		r.domain.sections[key] = true
	}
}

// declare returns the declaration that a node of text is.
func (r *reader) declare(n *yamlsrc.Node) Declaration {
	return Declaration{Name: textOf(n), Position: r.doc.Position(n), Source: r.doc.Diagnose(n.Line, n.Column, 0, "", "", "").Source}
}

// names reads a list of names, each alone or as the one key of a map.
func (r *reader) names(into *Names, section string, list *yamlsrc.Node) {
	if !r.isKind(section, list, yamlsrc.Sequence, "a list") {
		return
	}
	for _, item := range list.Items {
		if item.Kind == yamlsrc.Mapping && len(item.Pairs) > 0 {
			item = item.Pairs[0].Key
		}
		into.add(r.declare(item))
	}
}

func (r *reader) session(key, n *yamlsrc.Node) {
	if r.domain.Session != nil || !r.isKind("session_config", n, yamlsrc.Mapping, "a map") {
		return
	}
	s := &Session{Declaration: r.declare(key), Expiration: -1, CarryOver: true}
	if v := n.Get("session_expiration_time"); v != nil {
		if minutes, ok := v.Value.Float64(); ok && v.Kind == yamlsrc.Scalar {
			s.Expiration = minutes
		}
	}
	s.CarryOver = boolOf(n.Get("carry_over_slots_to_new_session"), true)
	r.domain.Session = s
}

// isKind checks the shape of a section; one without a value is fine.
func (r *reader) isKind(section string, n *yamlsrc.Node, want yamlsrc.Kind, called string) bool {
	if n.Kind == yamlsrc.Scalar && n.Value.IsNone() {
		return false
	}
	if n.Kind != want {
		r.diags = append(r.diags, r.doc.Diagnose(n.Line, n.Column, diag.Warning, diag.DomainShape,
			section+" must be "+called+"; nothing of it is known here", ""))
	}
	return n.Kind == want
}

// textOf returns the text of a scalar, as Python prints it; empty for any
// other node.
func textOf(n *yamlsrc.Node) string {
	if n == nil || n.Kind != yamlsrc.Scalar || n.Value.IsNone() {
		return ""
	}
	return n.Value.Str()
}

func boolOf(n *yamlsrc.Node, missing bool) bool {
	if n == nil || n.Kind != yamlsrc.Scalar || n.Value.Kind() != python.KindBool {
		return missing
	}
	return n.Value.Truth()
}
