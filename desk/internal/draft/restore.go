package draft

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"nlgserver/nlg"
)

// Restore gives the files the texts that they had at another time, such as at a
// commit, as one step. Files are the same if their root and name are. It returns the
// paths of the files that stay, although they were not there then: a draft removes no
// file.
func (d *Draft) Restore(title string, then []nlg.File) (left []string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	files := slices.Clone(d.files)
	had := make([]bool, len(files))
	for _, f := range then {
		i := slices.IndexFunc(files, func(g nlg.File) bool { return g.Root == f.Root && nameOf(g) == nameOf(f) })
		switch {
		case i >= 0:
			if i < len(had) {
				had[i] = true
			}
			if !utf8.Valid(f.Data) || !utf8.Valid(files[i].Data) {
				left = append(left, files[i].Path)
				continue
			}
			files[i].Data = f.Data
		default:
			if path, ok := pathOf(d.files, f); ok {
				files = append(files, nlg.File{Path: path, Root: f.Root, Name: f.Name, Data: f.Data})
			}
		}
	}
	for i, f := range d.files {
		if !had[i] && isContent(f) {
			left = append(left, f.Path)
		}
	}
	effect := between(d.files, files)
	if len(effect) == 0 {
		return left, nil
	}
	return left, d.commit(&Step{Title: cmp.Or(title, "restore"), File: effect[0].File, Effect: effect}, files)
}

func nameOf(f nlg.File) string { return cmp.Or(f.Name, f.Path) }

// pathOf returns the path of a file that is not there any more, by one that is in the
// same root.
func pathOf(files []nlg.File, f nlg.File) (string, bool) {
	for _, g := range files {
		if root, ok := strings.CutSuffix(g.Path, g.Name); ok && g.Root == f.Root && g.Name != "" && !g.Direct && f.Name != "" {
			return root + f.Name, true
		}
	}
	return "", false
}
