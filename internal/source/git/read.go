package git

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"nlgserver/internal/source"
)

// read returns the file system of the revision. It has the bytes of everything
// that may be content: files with a content name, wanted ones, and those that a
// link leads to.
func (r *repository) read(ctx context.Context, wanted []string) (*tree, error) {
	out, err := r.git(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", r.commit)
	if err != nil {
		return nil, err
	}
	t := newTree(r.top)
	var links, chosen []*node
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about) // mode, type, hash
		if len(fields) != 3 || fields[1] != "blob" {
			continue
		}
		if fields[0] == "120000" {
			links = append(links, t.add(name, fs.ModeSymlink|0o777, fields[2]))
			wanted = append(wanted, name)
			continue
		}
		base := path.Base(name)
		_, misnamed := source.Misnamed(base)
		if n := t.add(name, 0o644, fields[2]); source.IsContent(base) || misnamed || base == source.SettingsFile {
			chosen = append(chosen, n)
		}
	}
	t.root.sort()
	if err := r.load(ctx, links); err != nil {
		return nil, err
	}
	for _, name := range wanted {
		// An error in resolving a link is reported when it is read.
		if n, _, err := t.resolve("stat", name); err == nil && n != nil && !n.mode.IsDir() {
			chosen = append(chosen, n)
		}
	}
	return t, r.load(ctx, chosen)
}

// load reads the bytes of the nodes.
func (r *repository) load(ctx context.Context, nodes []*node) error {
	if len(nodes) == 0 {
		return nil
	}
	var hashes strings.Builder
	for _, n := range nodes {
		hashes.WriteString(n.hash + "\n")
	}
	out, err := r.git(ctx, strings.NewReader(hashes.String()), "cat-file", "--batch")
	if err != nil {
		return err
	}
	objects := bufio.NewReader(bytes.NewReader(out))
	for _, n := range nodes {
		if n.data, err = readObject(objects); err != nil {
			return fmt.Errorf("%s of revision %s: %w", n.name, r.rev, err)
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
		return nil, fmt.Errorf("git cat-file: %q", strings.TrimSpace(header))
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, err
	}
	data := make([]byte, size+1) // and a line break
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	return data[:size:size], nil
}
