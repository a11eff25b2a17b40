package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// files are the contents of files, by their slash-separated names in dist. One whose name
// ends in .gz is there compressed, and here as it is: another version of Go may compress
// it to other bytes.
type files map[string][]byte

// packed is added to the name of a file that is compressed.
const packed = ".gz"

// named returns the name in dist of a file that the server sends: text is compressed.
func named(file string) string {
	switch path.Ext(file) {
	case ".js", ".css", ".svg", ".json":
		return file + packed
	}
	return file
}

// pack returns the bytes of a file in dist.
func pack(name string, content []byte) ([]byte, error) {
	if !strings.HasSuffix(name, packed) {
		return content, nil
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(content); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unpack is the reverse of pack. What is not compressed, or damaged, has no content.
func unpack(name string, data []byte) []byte {
	if !strings.HasSuffix(name, packed) {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	content, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	return content
}

// names returns the names, sorted.
func (f files) names() []string { return slices.Sorted(maps.Keys(f)) }

// write makes dist hold these files and no others. The page is written last, so
// that it never names a file that is not there.
func (f files) write(dist string) error {
	old, err := readFiles(dist)
	if err != nil {
		return err
	}
	names := f.names()
	slices.SortStableFunc(names, func(a, b string) int { return strings.Count(b, "/") - strings.Count(a, "/") })
	for _, name := range names {
		if before, ok := old[name]; ok && bytes.Equal(before, f[name]) {
			continue
		}
		file := filepath.Join(dist, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		data, err := pack(name, f[name])
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			return err
		}
	}
	for name := range old {
		if _, ok := f[name]; !ok {
			if err := os.Remove(filepath.Join(dist, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
	}
	return nil
}

// check returns an error that says how dist differs from these files.
func (f files) check(dist string) error {
	old, err := readFiles(dist)
	if err != nil {
		return err
	}
	var differences []string
	for _, name := range f.names() {
		before, ok := old[name]
		switch {
		case !ok:
			differences = append(differences, path.Join("desk/web/dist", name)+" is missing")
		case !bytes.Equal(before, f[name]):
			differences = append(differences, fmt.Sprintf("%s differs (%d bytes, built: %d bytes)", path.Join("desk/web/dist", name), len(before), len(f[name])))
		}
	}
	for _, name := range old.names() {
		if _, ok := f[name]; !ok {
			differences = append(differences, path.Join("desk/web/dist", name)+" is stale")
		}
	}
	if len(differences) == 0 {
		return nil
	}
	return fmt.Errorf("the built page is not current:\n  %s\nrun go run -C tools/web . and commit desk/web/dist", strings.Join(differences, "\n  "))
}

// readFiles reads the files below a directory; none if there is no directory.
func readFiles(dist string) (files, error) {
	read := files{}
	err := filepath.WalkDir(dist, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dist, file)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		read[filepath.ToSlash(name)] = unpack(name, data)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return files{}, nil
	}
	return read, err
}
