package nlg

import (
	"iter"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/selector"
)

// Node is a value in a content file, with its place.
type Node = yamlsrc.Node

// Written is a response as its author wrote it: what tools for authors look
// at. A catalog has it only if [Options.KeepWritten] was set; serving needs
// none of it.
type Written struct {
	Name     string
	Position Position
	// Key is the node of the name.
	Key *Node
	// Training is set if it stands in training data, not in a domain.
	Training bool
	// Variations are in file order, as in [Catalog.VariationsOf].
	Variations []WrittenVariation

	doc *yamlsrc.Document
}

// WrittenVariation is one variation as its author wrote it.
type WrittenVariation struct {
	Variation
	// Node is the whole variation: a map, or a text in the old form.
	Node *Node
	// Slots are the slots that its condition looks at, each once.
	Slots []string
	// Texts are all texts that are filled, translations included, in the order
	// of the reply.
	Texts []WrittenText
}

// WrittenText is a text that is filled for each request.
type WrittenText struct {
	Node *Node
	// Path is where it stands in the reply, such as text or buttons[0].title.
	Path string
	// Language is the code that it is a translation into; empty for none.
	Language string
	// Jinja is set if Jinja fills it, not the format engine.
	Jinja bool
	// Variables are the names that it asks for, each once.
	Variables []string
}

// Diagnose makes a diagnostic for a node of the response.
func (w *Written) Diagnose(n *Node, s diag.Severity, code diag.Code, message, hint string) Diagnostic {
	return w.doc.Diagnose(n.Line, n.Column, s, code, message, hint)
}

// DiagnoseIn is Diagnose for the byte at offset in the value of a text.
func (w *Written) DiagnoseIn(n *Node, offset int, s diag.Severity, code diag.Code, message, hint string) Diagnostic {
	line, column := w.doc.Locate(n, offset)
	return w.doc.Diagnose(line, column, s, code, message, hint)
}

// Written returns a response as it was written; nil for an unknown name, a
// built-in one, or a catalog without [Options.KeepWritten].
func (c *Catalog) Written(name string) *Written { return c.written[name] }

// AllWritten yields all responses of the content by name; see [Catalog.Written].
func (c *Catalog) AllWritten() iter.Seq[*Written] {
	return func(yield func(*Written) bool) {
		for _, name := range c.names {
			if w := c.written[name]; w != nil && !yield(w) {
				return
			}
		}
	}
}

// keepWritten keeps what a definition was made of.
func (c *Catalog) keepWritten(d *definition) {
	if c.written == nil {
		c.written = map[string]*Written{}
	}
	w := &Written{Name: d.name, Position: d.position, Key: d.key, Training: d.training, Variations: d.written, doc: d.unit.doc}
	for i, described := range c.VariationsOf(d.name) {
		w.Variations[i].Variation = described
	}
	c.written[d.name] = w
}

// keep notes a text of the variation that is being composed.
func (c *composer) keep(n *yamlsrc.Node, t compiledText) {
	if !c.unit.opts.KeepWritten {
		return
	}
	w := WrittenText{Node: n, Path: string(c.path)}
	_, w.Jinja = c.engine.(jinjaEngine)
	if len(c.languages) > 0 {
		w.Language = c.languages[0]
	}
	if t.text != nil {
		w.Variables = t.text.variables()
	}
	c.written = append(c.written, w)
}

// slotsOf returns the slots that a condition looks at.
func slotsOf(test selector.Test) []string {
	var slots []string
	switch t := test.(type) {
	case selector.List:
		for _, c := range t {
			slots = append(slots, c.Slot)
		}
	case predicateTest:
		slots = append(slots, t.predicate.Slots()...)
	}
	slices.Sort(slots)
	return slices.Compact(slots)
}
