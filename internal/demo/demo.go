package demo

import (
	"embed"
	"io/fs"
	"path"
	"strings"

	"nlgserver/internal/content"
)

//go:embed content
var files embed.FS

// Assistant returns all files of the demo assistant: its responses, the slots
// that they use, and their tests.
func Assistant() (fs.FS, error) { return fs.Sub(files, "content") }

// Files returns the demo assistant's content: what a server reads.
func Files() ([]content.File, error) {
	return read(func(name string) bool { return !strings.HasSuffix(name, testSuffix) })
}

// Tests returns the demo assistant's expectation files.
func Tests() ([]content.File, error) {
	return read(func(name string) bool { return strings.HasSuffix(name, testSuffix) })
}

// testSuffix is how the name of an expectation file ends.
const testSuffix = ".nlgtest.yml"

// read reads the files that are wanted, sorted by name.
func read(wanted func(name string) bool) ([]content.File, error) {
	assistant, err := Assistant()
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(assistant, ".")
	if err != nil {
		return nil, err
	}
	var out []content.File
	for _, e := range entries {
		if !wanted(e.Name()) {
			continue
		}
		data, err := fs.ReadFile(assistant, e.Name())
		if err != nil {
			return nil, err
		}
		out = append(out, content.File{Path: path.Join("demo", e.Name()), Data: data})
	}
	return out, nil
}
