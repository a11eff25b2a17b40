package draft

import (
	"path"
	"slices"

	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/nlg"
)

// isTest reports whether a file is an expectation file, which is no content.
func isTest(f nlg.File) bool { return source.IsTest(path.Base(f.Path)) }

func isContent(f nlg.File) bool { return !isTest(f) }

// only returns the files that are wanted. The bytes are shared.
func only(files []nlg.File, wanted func(nlg.File) bool) []nlg.File {
	out := []nlg.File{}
	for _, f := range files {
		if wanted(f) {
			out = append(out, f)
		}
	}
	return out
}

func versionOf(files []nlg.File) string { return content.Version(only(files, isContent)) }

// Version returns the version of the content with the draft.
func (d *Draft) Version() string { return versionOf(d.All()) }

// Files returns the content with the draft. Nobody may change its data.
func (d *Draft) Files() []nlg.File { return only(d.All(), isContent) }

// Tests returns the expectation files with the draft. Nobody may change their data.
func (d *Draft) Tests() []nlg.File { return only(d.All(), isTest) }

// All returns the content and the expectation files with the draft: what to publish,
// in place of [Draft.Base].
func (d *Draft) All() []nlg.File {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.files)
}

// Base returns the content and the expectation files that the draft changes.
func (d *Draft) Base() []nlg.File {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.base)
}

// Publishing returns the draft at one moment: its files, those that they replace, and
// the id of the last step in them, for [Draft.Published].
func (d *Draft) Publishing() (base, files []nlg.File, last int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state.Done > 0 {
		last = d.state.Steps[d.state.Done-1].ID
	}
	d.published = max(d.published, last)
	return slices.Clone(d.base), slices.Clone(d.files), last
}
