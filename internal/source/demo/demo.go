package demo

import (
	"embed"
	"io/fs"
	"path"

	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
)

//go:embed content
var embedded embed.FS

const prefix = "demo/"

// Assistant returns all files of the demo assistant: its responses, the slots
// that they use, and their tests.
func Assistant() (fs.FS, error) { return fs.Sub(embedded, "content") }

// Source returns the content of the demo assistant, as a server reads it.
func Source() (source.Source, error) {
	assistant, err := Assistant()
	if err != nil {
		return nil, err
	}
	return files.InFS("the demo assistant", files.Root{FS: assistant, Path: ".", Prefix: prefix}), nil
}

// Tests returns the demo assistant's expectation files, sorted by name.
func Tests() ([]content.File, error) {
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
		if !source.IsTest(e.Name()) {
			continue
		}
		data, err := fs.ReadFile(assistant, e.Name())
		if err != nil {
			return nil, err
		}
		out = append(out, content.File{Path: path.Join(prefix, e.Name()), Name: e.Name(), Data: data})
	}
	return out, nil
}
