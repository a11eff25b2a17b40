package responses

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"nlgserver/internal/diag"
)

// Merger merges the responses of all files: the first domain file that defines
// a name wins, and training data overrides everything before it. Rasa: section
// 1.4, D3, D10. A definition in a copy of another file is used only if no other
// file has the name.
type Merger struct {
	chosen map[string]*Response
	diags  diag.List
	// copies are the files that are copies, in loading order.
	copies []*copied
}

// copied is a file that is a copy of another to judge by its name.
type copied struct {
	file  string
	why   Copy
	names []string
}

// Add merges a response. It reports whether the response is used; one that is
// added later may still replace it.
func (m *Merger) Add(r *Response) bool {
	if m.chosen == nil {
		m.chosen = map[string]*Response{}
	}
	m.count(r)
	other := m.chosen[r.Name]
	if other != nil && !overrides(r, other) {
		m.shadowed(r, other)
		return false
	}
	m.chosen[r.Name] = r
	if other != nil {
		m.shadowed(other, r)
	}
	return true
}

// overrides reports whether a response is used instead of one that was read
// before it.
func overrides(r, before *Response) bool {
	if r.Copy.IsCopy() != before.Copy.IsCopy() {
		return before.Copy.IsCopy()
	}
	return r.Training
}

// count notes a response of a copy.
func (m *Merger) count(r *Response) {
	if !r.Copy.IsCopy() {
		return
	}
	last := len(m.copies) - 1
	if last < 0 || m.copies[last].file != r.Position.File {
		m.copies = append(m.copies, &copied{file: r.Position.File, why: r.Copy})
		last++
	}
	m.copies[last].names = append(m.copies[last].names, r.Name)
}

// Used returns the responses that are used, by name.
func (m *Merger) Used() map[string]*Response { return m.chosen }

// Diagnostics returns a warning for each response that is not used, and one for
// each file that is a copy of another and shares names with other files.
func (m *Merger) Diagnostics() diag.List {
	found := slices.Clone(m.diags)
	for _, c := range m.copies {
		var unused, used []string
		for _, name := range c.names {
			if m.chosen[name].Position.File == c.file {
				used = append(used, name)
			} else {
				unused = append(unused, name)
			}
		}
		if len(unused) > 0 {
			found = append(found, c.diagnose(unused, used))
		}
	}
	return found
}

func (c *copied) diagnose(unused, used []string) diag.Diagnostic {
	message := c.suspicion() + ", so these definitions in it are not used: " + firstNames(unused)
	if len(used) > 0 {
		message += "; only here, and used: " + firstNames(used)
	}
	return diag.Diagnostic{
		Position: diag.Position{File: c.file}, Severity: diag.Warning, Code: diag.CopiedFile,
		Message: message,
		Hint:    "delete it, move it out of the content, or give it a name of its own",
	}
}

// suspicion says why the file seems to be a copy.
func (c *copied) suspicion() string {
	at := "this file"
	if path.Base(c.file) != c.why.Name {
		at += " is in " + quote(c.why.Name) + ", which"
	}
	if c.why.Of == "" {
		return at + " seems to hold copies, to judge by its name"
	}
	return at + " seems to be a copy of " + quote(path.Base(c.why.Of))
}

// firstNames formats names for a message.
func firstNames(names []string) string {
	const most = 6
	var quoted []string
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, quote(name))
	}
	text := strings.Join(quoted, ", ")
	if rest := len(names) - most; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

// shadowed adds a warning that a response is not used, unless the warning about
// a copy says so.
func (m *Merger) shadowed(unused, used *Response) {
	if unused.Copy.IsCopy() {
		return
	}
	d := unused.place.Diagnose(diag.Warning, diag.DuplicateResponse,
		"response "+quote(unused.Name)+" is defined more than once; this definition is not used",
		"remove or rename one of them; variations from different files are never merged")
	why := "this definition is used: it is read first"
	switch {
	case used.Training && unused.Training:
		why = "this definition is used: the last training data file wins"
	case used.Training:
		why = "this definition is used: training data takes precedence over a domain"
	}
	d.Related = &diag.Related{Position: used.Position, Message: why}
	d.Fact = unused.Position.File + " and " + used.Position.File
	m.diags = append(m.diags, d)
}
