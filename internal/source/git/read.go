package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
)

// maxNames bounds the names in a revision, which may have far more than content: a
// commit of ten million files would take gigabytes.
const maxNames = 1_000_000

// linkLimits bound where links lead: no path of an operating system is longer.
var linkLimits = files.Options{MaxFileSize: 4 << 10, MaxTotalSize: 64 << 20}

// read returns the file system of the revision. It has the bytes of everything
// that may be content: files with a content name, wanted ones, and those that a
// link leads to.
func (r *repository) read(ctx context.Context, wanted []string, limits files.Options) (*tree, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limits.MaxTime, fmt.Errorf("reading revision %s took longer than %v", r.rev, limits.MaxTime))
	defer cancel()
	t, err := r.readTree(ctx, wanted, limits)
	if err != nil && context.Cause(ctx) != nil {
		return nil, context.Cause(ctx)
	}
	return t, err
}

func (r *repository) readTree(ctx context.Context, wanted []string, limits files.Options) (*tree, error) {
	t := newTree(r.top)
	var links []*node
	scopes := wanted
	names := 0
	var all []*node
	var paths []string
	err := r.stream(ctx, nil, func(out *bufio.Reader) error {
		for {
			line, err := out.ReadString(0)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if names++; names > maxNames {
				return fmt.Errorf("revision %s has more than %d files", r.rev, maxNames)
			}
			about, name, _ := strings.Cut(strings.TrimSuffix(line, "\x00"), "\t")
			fields := strings.Fields(about) // mode, type, hash
			if len(fields) == 3 && fields[1] == "commit" {
				t.submodules = append(t.submodules, name)
			}
			if len(fields) != 3 || fields[1] != "blob" {
				continue
			}
			if fields[0] == "120000" {
				links = append(links, t.add(name, fs.ModeSymlink|0o777, fields[2]))
				scopes = append(scopes, name)
				continue
			}
			base := path.Base(name)
			_, misnamed := source.Misnamed(base)
			if n := t.add(name, 0o644, fields[2]); source.IsContent(base) || misnamed || base == source.SettingsFile {
				all, paths = append(all, n), append(paths, name)
			}
		}
	}, "ls-tree", "-r", "-z", "--full-tree", r.commit)
	if err != nil {
		return nil, err
	}
	t.root.sort()
	if err := r.load(ctx, links, linkLimits); err != nil {
		return nil, err
	}
	// Only what can be read by way of the wanted paths: a large repository has many
	// other files with such names.
	below := map[string]bool{}
	var chosen []*node
	isChosen := map[*node]bool{}
	choose := func(n *node) {
		if !isChosen[n] {
			isChosen[n] = true
			chosen = append(chosen, n)
		}
	}
	for _, name := range scopes {
		// An error in resolving a link is reported when it is read.
		n, _, err := t.resolve("stat", name)
		switch {
		case err != nil || n == nil:
		case n.mode.IsDir():
			below[n.full] = true
		default:
			choose(n)
		}
	}
	for i, n := range all {
		for dir := path.Dir(paths[i]); ; dir = path.Dir(dir) {
			if below[dir] {
				choose(n)
				break
			}
			if dir == "." {
				break
			}
		}
	}
	return t, r.load(ctx, chosen, limits)
}

// load reads the bytes of the nodes. Of a file that is too large, it reads only the
// size.
func (r *repository) load(ctx context.Context, nodes []*node, limits files.Options) error {
	if len(nodes) == 0 {
		return nil
	}
	var asked []string
	for _, n := range nodes {
		asked = append(asked, n.hash)
	}
	if r.need != nil {
		if err := r.need(ctx, asked); err != nil {
			return err
		}
	}
	// The sizes first: a blob of gigabytes must not be in memory to find that out.
	err := r.stream(ctx, asked, func(out *bufio.Reader) error {
		for _, n := range nodes {
			var err error
			if n.size, err = readHeader(out); err != nil {
				return fmt.Errorf("%s of revision %s: %w", n.name, r.rev, err)
			}
		}
		return nil
	}, "cat-file", "--batch-check")
	if err != nil {
		return err
	}
	asked = asked[:0]
	var fit []*node
	var sum int64
	for _, n := range nodes {
		if n.size > limits.MaxFileSize {
			continue // the walk refuses it by its size
		}
		if sum += n.size; sum > limits.MaxTotalSize {
			break // and then, by the sum of the sizes, or when it opens the file
		}
		fit, asked = append(fit, n), append(asked, n.hash)
	}
	if len(fit) == 0 {
		return nil
	}
	return r.stream(ctx, asked, func(out *bufio.Reader) error {
		for _, n := range fit {
			var err error
			if n.data, err = readObject(out, n.size); err != nil {
				return fmt.Errorf("%s of revision %s: %w", n.name, r.rev, err)
			}
		}
		return nil
	}, "cat-file", "--batch")
}

// readHeader reads the first line of an answer of git cat-file, and returns the size
// of the object.
func readHeader(r *bufio.Reader) (int64, error) {
	header, err := r.ReadString('\n')
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(header) // hash, type, size
	if len(fields) != 3 {
		return 0, fmt.Errorf("git cat-file: %q", strings.TrimSpace(header))
	}
	return strconv.ParseInt(fields[2], 10, 64)
}

// readObject reads one answer of git cat-file --batch.
func readObject(r *bufio.Reader, want int64) ([]byte, error) {
	size, err := readHeader(r)
	if err == nil && size != want {
		err = fmt.Errorf("git cat-file: %d bytes instead of %d", size, want)
	}
	if err != nil {
		return nil, err
	}
	data := make([]byte, size+1) // and a line break
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	return data[:size:size], nil
}
