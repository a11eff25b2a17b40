package demo

import (
	"embed"
	"io/fs"

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
