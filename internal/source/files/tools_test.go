package files_test

import (
	"path/filepath"
	"testing"

	"nlgserver/internal/source/files"
)

// TestToolsFiles checks that the files of the tools beside the content are not
// read, and not part of the version, unless they are named by their own path.
func TestToolsFiles(t *testing.T) {
	root := tree(t, map[string]string{
		"a.yml": "responses: {}", "a.nlgtest.yml": "not: [yaml", "sub/b.nlgtest.yaml": "", ".nlgserver.yml": "", "nlgtest.yml": "", "a.nlgtest.yml.bak": "",
	})
	read, found := files.New([]string{root}).Fetch(t.Context())
	var got []string
	for _, f := range read {
		got = append(got, filepath.Base(f.Path))
	}
	if len(found) > 0 || len(got) != 2 || got[0] != "a.yml" || got[1] != "nlgtest.yml" {
		t.Errorf("%v, %v", got, found)
	}
	read, _ = files.New([]string{filepath.Join(root, "a.nlgtest.yml")}).Fetch(t.Context())
	if len(read) != 1 || !read[0].Direct {
		t.Errorf("%v", read)
	}
}
