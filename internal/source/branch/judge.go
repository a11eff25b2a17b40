package branch

import (
	"bytes"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/git"
)

// pointerStart begins each file that Git LFS has put in the place of another, and
// maxPointer is the size of the largest (its specification).
const (
	pointerStart = "version https://git-lfs.github.com/spec/"
	maxPointer   = 1024
)

// isPointer reports whether a file only says where another one is.
func isPointer(data []byte) bool {
	return len(data) < maxPointer && bytes.HasPrefix(data, []byte(pointerStart))
}

// judged returns the content of a commit, with what is wrong with how git has it.
func judged(commit *git.Commit, read []content.File, found diag.List, submodules []string) *reading {
	r := &reading{commit: commit, found: found}
	for _, f := range read {
		if !isPointer(f.Data) {
			r.files = append(r.files, f)
			continue
		}
		r.found = append(r.found, diag.Diagnostic{
			Position: diag.Position{File: f.Path}, Severity: diag.Error, Code: diag.Unreadable,
			Message: "this is a pointer of Git LFS, not the file: files in LFS are not fetched",
			Hint:    "keep the file in git itself: `git lfs untrack`, then `git add --renormalize .`",
		})
	}
	for _, name := range submodules {
		r.found = append(r.found, diag.Diagnostic{
			Position: diag.Position{File: name}, Severity: diag.Warning, Code: diag.Unreadable,
			Message: "this is a submodule: its files are not read, and responses in it are missing",
			Hint:    "copy its response files into this repository, or follow the other repository",
		})
	}
	r.found.Sort()
	return r
}
