package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree writes files and links below a new directory and returns it. The text
// "-> target" makes a link, and a name that ends with a slash a directory.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		mustDo(t, os.MkdirAll(filepath.Dir(path), 0o755))
		switch target, isLink := strings.CutPrefix(text, "-> "); {
		case strings.HasSuffix(name, "/"):
			mustDo(t, os.MkdirAll(path, 0o755))
		case isLink:
			mustDo(t, os.Symlink(target, path))
		default:
			mustDo(t, os.WriteFile(path, []byte(text), 0o644))
		}
	}
	return root
}

func mustDo(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// renameOver saves as most editors do.
func renameOver(path, text string) error {
	if err := os.WriteFile(path+"~new", []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(path+"~new", path)
}

// pointLink replaces a link in one step, as Kubernetes does with ..data.
func pointLink(path, target string) error {
	if err := os.Symlink(target, path+"_tmp"); err != nil {
		return err
	}
	return os.Rename(path+"_tmp", path)
}
