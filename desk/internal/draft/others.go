package draft

import (
	"maps"
	"path/filepath"
	"slices"
	"time"

	"nlgserver/desk/internal/journal"
)

// Touch is what another author's draft changes of a response.
type Touch struct {
	Author   string `json:"author"`
	Response string `json:"response"`
	Number   int    `json:"number,omitempty"`
	Path     string `json:"path,omitempty"`
	Language string `json:"language,omitempty"`
	// File is set for an edit of a file's text; it may be about any response in it.
	File    string    `json:"file,omitempty"`
	Changed time.Time `json:"changed"`
}

// touches returns what the done steps change, the latest last.
func (st *state) touches() []Touch {
	var out []Touch
	add := func(t Touch) {
		out = slices.DeleteFunc(out, func(o Touch) bool {
			o.Changed = t.Changed
			return o == t
		})
		out = append(out, t)
	}
	for _, s := range st.Steps[:st.Done] {
		if s.File != "" {
			add(Touch{Author: st.Author, File: s.File, Changed: s.Changed})
		}
		for _, op := range s.Ops {
			if !op.Off {
				add(Touch{Author: st.Author, Response: op.Response, Number: op.Number, Path: op.Path, Language: op.Language, Changed: s.Changed})
			}
		}
	}
	return out
}

// Touches returns what the draft changes, the latest last.
func (d *Draft) Touches() []Touch {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state.touches()
}

// Others returns what the drafts of other authors of the same assistant change, sorted
// by author. Drafts that cannot be read are left out.
func (s *Store) Others(author, assistant string) ([]Touch, error) {
	s.mu.Lock()
	open := maps.Clone(s.open)
	s.mu.Unlock()
	paths, err := s.drafts(filepath.Join(s.config.Dir, "drafts", safeName(assistant)))
	if err != nil {
		return nil, err
	}
	out := []Touch{}
	own := safeName(author) + ending
	for _, path := range paths {
		if filepath.Base(path) == own {
			continue
		}
		if d := open[path]; d != nil {
			out = append(out, d.Touches()...)
			continue
		}
		records, err := journal.Read(path, maxDraft)
		if err != nil {
			continue
		}
		if st, err := load(records); err == nil {
			out = append(out, st.touches()...)
		}
	}
	return out, nil
}
