package domain

import (
	"bytes"
	"runtime"
	"slices"
	"sync"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Read reads files in the given order. It skips files without any of the sections.
// The list has the errors of files that cannot be read, and warnings about sections
// of the wrong type; the domain has everything else.
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
		if p.doc != nil {
			r.file(p.doc.Root())
		}
	}
	r.diags.Sort()
	return r.domain, r.diags
}

// sections are the keys that this package reads.
var sections = []string{"slots", "intents", "entities", "actions", "forms", "responses", "session_config", "nlu", "stories", "rules", "flows"}

// mayDeclare reports whether a line of the file starts with one of the
// sections; other files need no parsing.
func mayDeclare(data []byte) bool {
	for line := range bytes.Lines(data) {
		key, _, ok := bytes.Cut(bytes.TrimLeft(line, "\ufeff{\"' \t"), []byte(":"))
		if ok && slices.Contains(sections, string(bytes.TrimRight(key, " \t\"'"))) {
			return true
		}
	}
	return false
}

type parsedFile struct {
	doc   *document.Document
	diags diag.List
}

// parse reads one file. It does not expand environment variables: declarations do
// not depend on them.
func parse(f content.File) parsedFile {
	doc, found := document.Parse(f.Path, f.Data, document.Options{})
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return d.Code == diag.UnsetVariable || d.Code == diag.RefusedVariable || !f.Direct && d.Code != diag.YAMLSyntax
	})
	return parsedFile{doc, found}
}

// reader merges files into a domain.
type reader struct {
	domain *Domain
	diags  diag.List
	// in names what is being read; see [Usage].
	in string
}

func (r *reader) file(root document.Value) {
	for e := range root.Entries() {
		key, value := e.Key.Printed(), e.Value
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
			for response := range value.Entries() {
				r.domain.Responses.add(declare(response.Key))
			}
		case "session_config":
			r.session(e)
		case "nlu":
			r.nlu(value)
		case "stories", "rules":
			for story := range value.Items() {
				r.in = storyName(story)
				r.steps(story.Get("steps"))
			}
		case "flows":
			for flow := range value.Entries() {
				r.in = "flow " + flow.Key.Printed()
				r.steps(flow.Value.Get("steps"))
			}
		default:
			continue
		}
		r.domain.sections[key] = true
	}
}

// storyName names a story or a rule.
func storyName(v document.Value) string {
	for _, kind := range [...]string{"story", "rule"} {
		if name := v.Get(kind); !name.IsMissing() {
			return kind + " " + name.Printed()
		}
	}
	return "a story without a name"
}

// declare returns the declaration of a scalar as a name; the name is empty if the
// value is not a scalar.
func declare(v document.Value) Declaration {
	return Declaration{Name: v.Printed(), Position: v.Position(), Source: v.Diagnose(0, "", "", "").Source}
}

// names reads a list of names, each a scalar or the only key of a map.
func (r *reader) names(into *Names, section string, list document.Value) {
	if !r.checkShape(section, list, list.IsList(), "a list", "start each name with a dash: `- NAME`") {
		return
	}
	for item := range list.Items() {
		for e := range item.Entries() {
			item = e.Key
			break
		}
		into.add(declare(item))
	}
}

func (r *reader) session(e document.Entry) {
	if r.domain.Session != nil || !r.checkShape("session_config", e.Value, e.Value.IsMap(), "a map", "write `session_config: {session_expiration_time: 60}`, with the number of minutes") {
		return
	}
	s := &Session{Declaration: declare(e.Key), Expiration: -1}
	if minutes, ok := e.Value.Get("session_expiration_time").Float(); ok {
		s.Expiration = minutes
	}
	s.CarryOver = boolOf(e.Value.Get("carry_over_slots_to_new_session"), true)
	r.domain.Session = s
}

// checkShape warns about a section of the wrong type, unless it is empty, and
// returns ok.
func (r *reader) checkShape(section string, v document.Value, ok bool, want, hint string) bool {
	if !ok && !v.IsNull() {
		r.diags = append(r.diags, v.Diagnose(diag.Warning, diag.DomainShape, document.MustBe(v, section, want)+"; it is ignored", hint))
	}
	return ok
}

// boolOf returns the value of a boolean, or missing for anything else.
func boolOf(v document.Value, missing bool) bool {
	if value, ok := v.Bool(); ok {
		return value
	}
	return missing
}
