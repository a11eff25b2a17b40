package demo

import (
	"embed"
	"io/fs"
	"path"

	"nlgserver/internal/content"
)

//go:embed content
var files embed.FS

// Files returns the demo assistant's content.
func Files() ([]content.File, error) {
	const root = "content"
	entries, err := fs.ReadDir(files, root)
	if err != nil {
		return nil, err
	}
	var out []content.File
	for _, e := range entries {
		data, err := fs.ReadFile(files, path.Join(root, e.Name()))
		if err != nil {
			return nil, err
		}
		out = append(out, content.File{Path: path.Join("demo", e.Name()), Data: data})
	}
	return out, nil
}
