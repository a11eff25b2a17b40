package workspace

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/desk/internal/draft"
	"nlgserver/nlg"
	"nlgserver/release"
)

// PlaceError is the error for a release with a file that has no place here.
type PlaceError struct {
	Release int
	Path    string
}

func (e *PlaceError) Error() string {
	return fmt.Sprintf("release %d has the file %q, which has no place in the paths of this desk: get its files with `nlgserver release pull %d DIR`", e.Release, e.Path, e.Release)
}

// RestoreRelease gives the files the texts that they have in a release, as one step. It
// returns the paths of the files that stay although they are not in the release.
func (ws *Workspace) RestoreRelease(number int, files []nlg.File) (left []string, err error) {
	err = ws.do(func(d *draft.Draft) error {
		then, err := placed(number, d.Files(), files)
		if err != nil {
			return err
		}
		left, err = d.Restore("go back to "+releaseName(number), then)
		return err
	})
	return left, err
}

// placed returns the files of a release at their places here. A release has the paths that
// content gets when it is packed: what the present files would get says which is which.
func placed(number int, present, files []nlg.File) ([]nlg.File, error) {
	packed := release.Paths(present)
	known := make(map[string]*nlg.File, len(present))
	var roots []root
	for i := range present {
		f := &present[i]
		known[packed[i]] = f
		if r, ok := rootOf(f, packed[i]); ok && !slices.ContainsFunc(roots, func(other root) bool { return other.packed == r.packed }) {
			roots = append(roots, r)
		}
	}
	// The longest one first: a root may be below another.
	slices.SortStableFunc(roots, func(a, b root) int { return len(b.packed) - len(a.packed) })
	out := make([]nlg.File, len(files))
	for i, f := range files {
		if now := known[f.Path]; now != nil {
			out[i] = *now
		} else if at := slices.IndexFunc(roots, func(r root) bool { return strings.HasPrefix(f.Path, r.packed) }); at >= 0 {
			r := &roots[at]
			name := strings.TrimPrefix(f.Path, r.packed)
			out[i] = nlg.File{Path: r.here + name, Root: r.number, Name: name}
		} else {
			return nil, &PlaceError{number, f.Path}
		}
		out[i].Data = f.Data
	}
	return out, nil
}

// root is a directory of the content: what the paths of its files begin with in a release,
// and here.
type root struct {
	packed, here string
	number       int
}

// rootOf returns the root of a file; not ok if the file itself was named.
func rootOf(f *nlg.File, packed string) (root, bool) {
	here, ok := strings.CutSuffix(f.Path, f.Name)
	before, same := strings.CutSuffix(packed, f.Name)
	return root{before, here, f.Root}, ok && same && f.Name != "" && !f.Direct
}
