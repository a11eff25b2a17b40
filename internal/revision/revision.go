package revision

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// ErrAbsent is the error of paths of which the revision has none.
var ErrAbsent = errors.New("the revision has none of these paths")

// Fetch reads the content that the paths of the working tree had at the
// revision. In the files' names the revision stands before the path. A path
// that the revision does not have is left out.
func Fetch(ctx context.Context, rev string, paths []string) (files []content.File, found diag.List, err error) {
	if len(paths) == 0 {
		return nil, nil, errors.New("no path is given")
	}
	repo, err := open(ctx, paths[0], rev)
	if err != nil {
		return nil, nil, err
	}
	entries, err := repo.list(ctx)
	if err != nil {
		return nil, nil, err
	}
	wanted, err := repo.inTree(paths)
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "nlgserver-revision-")
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := repo.layOut(ctx, dir, entries, wanted); err != nil {
		return nil, nil, err
	}
	var there []string
	for _, p := range wanted {
		if p = filepath.Join(dir, filepath.FromSlash(p)); exists(p) {
			there = append(there, p)
		}
	}
	if len(there) == 0 {
		return nil, nil, ErrAbsent
	}
	files, found = source.New(there).Fetch(ctx)
	prefix := filepath.ToSlash(filepath.Clean(dir)) + "/"
	for i := range files {
		files[i].Path = rev + ":" + strings.TrimPrefix(files[i].Path, prefix)
	}
	for i := range found {
		found[i].File = rev + ":" + strings.TrimPrefix(found[i].File, prefix)
	}
	return files, found, nil
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// entry is a file of a revision.
type entry struct {
	name string
	link bool
	hash string
}

// list returns the files of the revision.
func (r *repository) list(ctx context.Context) ([]entry, error) {
	out, err := r.git(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", r.commit)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about) // mode, type, hash
		if len(fields) == 3 && fields[1] == "blob" {
			entries = append(entries, entry{name: name, link: fields[0] == "120000", hash: fields[2]})
		}
	}
	return entries, nil
}

// layOut writes to dir what may be content: YAML files, the files that are
// wanted themselves, and links, which may lead to either.
func (r *repository) layOut(ctx context.Context, dir string, entries []entry, wanted []string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	named := map[string]bool{}
	for _, name := range wanted {
		named[name] = true
		if err := makeIfTree(root, entries, name); err != nil {
			return err
		}
	}
	var chosen []entry
	var hashes strings.Builder
	for _, e := range entries {
		if ext := path.Ext(e.name); e.link || named[e.name] || ext == ".yml" || ext == ".yaml" {
			chosen = append(chosen, e)
			hashes.WriteString(e.hash + "\n")
		}
	}
	out, err := r.git(ctx, strings.NewReader(hashes.String()), "cat-file", "--batch")
	if err != nil {
		return err
	}
	objects := bufio.NewReader(strings.NewReader(string(out)))
	for _, e := range chosen {
		data, err := readObject(objects)
		if err != nil {
			return fmt.Errorf("%s:%s: %w", r.rev, e.name, err)
		}
		if err := root.MkdirAll(path.Dir(e.name), 0o700); err != nil {
			return err
		}
		if e.link {
			err = root.Symlink(string(data), e.name)
		} else {
			err = root.WriteFile(e.name, data, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeIfTree makes a wanted directory although none of its files may be
// content, so that this is what is reported of it.
func makeIfTree(root *os.Root, entries []entry, name string) error {
	for _, e := range entries {
		if strings.HasPrefix(e.name, name+"/") {
			return root.MkdirAll(name, 0o700)
		}
	}
	return nil
}

// readObject reads one answer of git cat-file --batch.
func readObject(r *bufio.Reader) ([]byte, error) {
	header, err := r.ReadString('\n')
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(header) // hash, type, size
	if len(fields) != 3 {
		return nil, fmt.Errorf("git says %q", strings.TrimSpace(header))
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, err
	}
	data := make([]byte, size+1) // and a line break
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	return data[:size], nil
}
