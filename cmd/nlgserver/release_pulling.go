package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"nlgserver/internal/atomicfile"
	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/release"
)

// pulledFile is the file that tells what pull has written to a directory.
const pulledFile = ".nlgserver-pull.json"

// pulled tells which release is in a directory.
type pulled struct {
	Release int    `json:"release"`
	Version string `json:"version"`
	// Files are the SHA-256 of what was written, by the path below the directory.
	Files map[string]string `json:"files"`
}

// pulling writes a release to a directory.
type pulling struct {
	dir   string
	of    pulled
	files map[string][]byte
	// roots are the paths to serve, below the directory.
	roots []string
	// before is what an earlier pull has written.
	before pulled
}

// newPulling finds out where each file belongs.
func newPulling(dir string, r *release.Release, u *release.Unpacked) (*pulling, error) {
	p := &pulling{dir: dir, of: pulled{r.Number, r.Version, map[string]string{}}, files: map[string][]byte{}}
	roots := rootsOf(u.Files)
	for _, f := range u.Files {
		name := path.Join(roots[f.Root], cmp.Or(f.Name, path.Base(f.Path)))
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return nil, &exitError{code: exitFindings, err: fmt.Errorf("release %d has a file whose name leads out of the directory: %q", r.Number, name)}
		}
		p.files[name] = f.Data
		root := roots[f.Root]
		if f.Direct {
			root = name
		}
		if root = cmp.Or(root, "."); !slices.Contains(p.roots, root) {
			p.roots = append(p.roots, root)
		}
	}
	if u.Settings != nil {
		// Settings are read beside the first of the paths that has some.
		p.files[path.Join(roots[0], source.SettingsFile)] = u.Settings
	}
	for name, data := range p.files {
		p.of.Files[name] = sumOf(data)
	}
	data, err := os.ReadFile(filepath.Join(dir, pulledFile))
	if err == nil {
		err = json.Unmarshal(data, &p.before)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("%s: %w", filepath.Join(dir, pulledFile), err)}
	}
	return p, nil
}

// rootsOf returns the directories below DIR of the paths that were published: none for the
// only one, and otherwise the name of each.
func rootsOf(files []content.File) map[int]string {
	roots := map[int]string{0: ""}
	for _, f := range files {
		roots[f.Root] = ""
	}
	if len(roots) == 1 {
		return roots
	}
	taken := map[string]bool{}
	for _, i := range slices.Sorted(maps.Keys(roots)) {
		at := slices.IndexFunc(files, func(f content.File) bool { return f.Root == i })
		if at < 0 || files[at].Direct {
			continue
		}
		name := path.Base(strings.TrimSuffix(strings.TrimSuffix(files[at].Path, files[at].Name), "/"))
		if !fs.ValidPath(name) || name == "." || taken[name] {
			name = "content-" + strconv.Itoa(i+1)
		}
		taken[name], roots[i] = true, name
	}
	return roots
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// write writes the files, all of them or, if some are in the way, none.
func (p *pulling) write(force bool) error {
	var inTheWay, stale []string
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if !force && !p.mayWrite(name, p.files[name]) {
			inTheWay = append(inTheWay, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.before.Files)) {
		if _, stays := p.files[name]; stays || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		if !force && !p.mayWrite(name, nil) {
			inTheWay = append(inTheWay, name)
			continue
		}
		stale = append(stale, name)
	}
	if len(inTheWay) > 0 {
		return &exitError{code: exitFindings, err: fmt.Errorf("not written by pull, or changed since: %s; use another directory, or --force to overwrite: nothing was written",
			strings.Join(inTheWay, ", "))}
	}
	if err := p.writeAll(stale); err != nil {
		return &exitError{code: exitUnreadable, err: err}
	}
	return nil
}

// mayWrite reports whether a file is not there, is one that pull has written, or is as it
// is to be.
func (p *pulling) mayWrite(name string, data []byte) bool {
	have, err := os.ReadFile(p.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	return err == nil && (p.before.Files[name] == sumOf(have) || data != nil && bytes.Equal(have, data))
}

func (p *pulling) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

// writeAll writes beside each file before it replaces the first.
func (p *pulling) writeAll(stale []string) (err error) {
	if err := os.MkdirAll(p.dir, 0o777); err != nil {
		return err
	}
	var ready []*atomicfile.Prepared
	defer func() {
		for _, one := range ready {
			err = errors.Join(err, one.Drop())
		}
	}()
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if have, err := os.ReadFile(p.path(name)); err == nil && bytes.Equal(have, p.files[name]) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o777); err != nil {
			return err
		}
		one, err := atomicfile.Prepare(p.path(name), p.files[name], 0o666)
		if err != nil {
			return err
		}
		ready = append(ready, one)
	}
	for len(ready) > 0 {
		if err := ready[0].Replace(); err != nil {
			return err
		}
		ready = ready[1:]
	}
	for _, name := range stale {
		if err := os.Remove(p.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return p.note(p.of)
}

// note writes what is in the directory.
func (p *pulling) note(of pulled) error {
	data, err := json.MarshalIndent(of, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(p.path(pulledFile), append(data, '\n'), 0o666)
}

// paths returns the paths to serve, for a command line.
func (p *pulling) paths() string {
	var out []string
	for _, root := range p.roots {
		out = append(out, filepath.ToSlash(filepath.Join(p.dir, root)))
	}
	return strings.Join(out, " ")
}
