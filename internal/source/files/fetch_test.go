package files_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/files"

	"github.com/google/go-cmp/cmp"
)

// fetch returns the files and diagnostics, with paths below root, as "path=text"
// and "code path: message".
func fetch(t *testing.T, root string, opts files.Options, given ...string) (read, found []string) {
	t.Helper()
	paths := make([]string, len(given))
	for i, g := range given {
		paths[i] = filepath.Join(root, g)
	}
	got, diags := files.New(paths).With(opts).Fetch(t.Context())
	below := func(path string) string {
		rel, err := filepath.Rel(root, path)
		mustDo(t, err)
		return filepath.ToSlash(rel)
	}
	for _, f := range got {
		direct := ""
		if f.Direct {
			direct = "!"
		}
		read = append(read, fmt.Sprintf("%s%s=%s", below(f.Path), direct, f.Data))
	}
	for _, d := range diags {
		found = append(found, fmt.Sprintf("%s %s %s: %s", d.Severity, d.Code, below(d.File), d.Message))
	}
	return read, found
}

func TestFetch(t *testing.T) {
	for _, tc := range []struct {
		name  string
		tree  map[string]string
		opts  files.Options
		given []string
		files []string
		found []string
	}{
		{
			name:  "a directory's own files come before its subdirectories (D3)",
			tree:  map[string]string{"b.yml": "1", "a/z.yml": "2", "a/a/x.yml": "3", "c.yaml": "4", "B.yml": "5", "_.yml": "6", "é.yml": "7"},
			given: []string{"."},
			files: []string{"B.yml=5", "_.yml=6", "b.yml=1", "c.yaml=4", "é.yml=7", "a/z.yml=2", "a/a/x.yml=3"},
		},
		{
			name:  "settings beside the content are not content",
			tree:  map[string]string{"x.yml": "1", ".nlgserver.yml": "languages: [de]", "a/.nlgserver.yml": "3", "nlgserver.yml": "5", ".y.yml": "4"},
			given: []string{"."},
			files: []string{".y.yml=4", "x.yml=1"},
		},
		{
			name:  "paths are read in the order given, and again if given again",
			tree:  map[string]string{"d/x.yml": "1", "y.txt": "2"},
			given: []string{"y.txt", "d", "d/x.yml"},
			files: []string{"y.txt!=2", "d/x.yml=1", "d/x.yml!=1"},
		},
		{
			name:  "in a directory the suffix of the name decides, in lower case; hidden files count",
			tree:  map[string]string{"a.YML": "slots: {}", "other.YML": "0", "a.yml~": "0", "a.yml.swp": "0", "#a.yml#": "0", "yml": "0", ".yml": "1", ".h/.x.yaml": "2", "a.json": "0"},
			given: []string{"."},
			files: []string{".yml=1", ".h/.x.yaml=2"},
			found: []string{"warning NLG037 a.YML: this file is not read: the name of a response file must end in .yml or .yaml, in lower case"},
		},
		{
			name:  "a directory of misnamed files only",
			tree:  map[string]string{"a.YML": "responses:", "b/c.yml.txt": "utter_a: []", "docker-compose.YAML": "services: {}"},
			given: []string{"."},
			found: []string{
				"error NLG020 .: no .yml or .yaml file in this directory",
				"warning NLG037 a.YML: this file is not read: the name of a response file must end in .yml or .yaml, in lower case",
				"warning NLG037 b/c.yml.txt: this file is not read: the name of a response file must end in .yml or .yaml, in lower case",
			},
		},
		{
			name: "bookkeeping of programs is not content (D25)",
			tree: map[string]string{
				"a.yml": "1", "._a.yml": "0", "sub/._b.yml": "0", ".ipynb_checkpoints/a-checkpoint.yml": "0", "._d/e.yml": "0", ".stversions/a~1.yml": "0",
			},
			given: []string{"."},
			files: []string{"a.yml=1"},
		},
		{
			name:  "names decide the order, not what they mean (D3)",
			tree:  map[string]string{"r.yml": "1", "r - Copy.yml": "2", "r-backup.yml": "3", "copy of r.yml": "4", "b.yml": "5", "backup/r.yml": "6", "now/r.yml": "7"},
			given: []string{"."},
			files: []string{"b.yml=5", "copy of r.yml=4", "r - Copy.yml=2", "r-backup.yml=3", "r.yml=1", "backup/r.yml=6", "now/r.yml=7"},
		},
		{
			name: "settings leave paths out",
			tree: map[string]string{
				".nlgserver.yml": "exclude: [charts/, '*.tmpl.yml', /old.yml, deploy/k8s, 'x/*.yml', '/a\\[1] b.yml']", "a[1] b.yml": "0", "a.yml": "1", "a.tmpl.yml": "0", "charts/c.yml": "0", "sub/charts/c.yml": "0",
				"old.yml": "0", "sub/old.yml": "2", "deploy/k8s/d.yml": "0", "deploy/e.yml": "3", "x/f.yml": "0", "x/y/g.yml": "4", "charts.yml": "5",
			},
			given: []string{"."},
			files: []string{"a.yml=1", "charts.yml=5", "deploy/e.yml=3", "sub/old.yml=2", "x/y/g.yml=4"},
		},
		{
			name:  "settings of another directory leave nothing out, nor a file named by its own path",
			tree:  map[string]string{"a/.nlgserver.yml": "exclude: [x.yml]", "a/x.yml": "1", "b/x.yml": "2", "b/c/.nlgserver.yml": "exclude: [x.yml]", "b/c/x.yml": "3"},
			given: []string{"a/x.yml", "b"},
			files: []string{"a/x.yml!=1", "b/x.yml=2", "b/c/x.yml=3"},
		},
		{
			name:  "faulty settings reject the content",
			tree:  map[string]string{".nlgserver.yml": "exclude: ['[', 5, a, /]", "a": "0", "b.yml": "1"},
			given: []string{"."},
			files: []string{"b.yml=1"},
			found: []string{
				`error NLG089 .nlgserver.yml: invalid pattern "["`,
				"error NLG089 .nlgserver.yml: an item of exclude must be a string, not a number",
				`error NLG089 .nlgserver.yml: invalid pattern "/"`,
			},
		},
		{
			name: "two asterisks stand for any number of directories",
			tree: map[string]string{
				".nlgserver.yml": "exclude: ['**/t/*.yml', 'x/**/y', a/a.yml, './z/', 'w/**']", "t/a.yml": "0", "b/c/t/a.yml": "0", "t/u/a.yml": "1",
				"x/y/a.yml": "0", "x/b/c/y/a.yml": "0", "x/yy/a.yml": "2", "a/a.yml": "0", "a/b.yml": "3", "z/a.yml": "0", "b/z/a.yml": "4", "w/v/a.yml": "0",
			},
			given: []string{"."},
			files: []string{"a/b.yml=3", "b/z/a.yml=4", "t/u/a.yml=1", "x/yy/a.yml=2"},
		},
		{
			name:  "patterns that would leave out nothing reject the content",
			tree:  map[string]string{".nlgserver.yml": "exclude: ['!a.yml', ../x, 'a\\b', ., ./, 'a\\']", "b.yml": "1"},
			given: []string{"."},
			files: []string{"b.yml=1"},
			found: []string{
				"error NLG089 .nlgserver.yml: a pattern cannot bring back what another one leaves out",
				"error NLG089 .nlgserver.yml: a pattern is a path below the directory of this file, so it cannot have ..",
				"error NLG089 .nlgserver.yml: a backslash does not separate names",
				`error NLG089 .nlgserver.yml: invalid pattern "."`,
				`error NLG089 .nlgserver.yml: invalid pattern "./"`,
				"error NLG089 .nlgserver.yml: a backslash does not separate names",
			},
		},
		{
			name:  "a misspelled key rejects the content",
			tree:  map[string]string{".nlgserver.yml": "Excludes: [a.yml]\narguments: [x]\nother: 1\n", "a.yml": "1"},
			given: []string{"."},
			files: []string{"a.yml=1"},
			found: []string{`error NLG089 .nlgserver.yml: unknown key "Excludes" in the settings file`},
		},
		{
			name:  "settings that are no map, or have two lists, reject the content",
			tree:  map[string]string{"l/.nlgserver.yml": "- a.yml\n", "l/a.yml": "1", "d/.nlgserver.yml": "exclude: [a.yml]\nexclude: [b.yml]\n", "d/c.yml": "2"},
			given: []string{"l", "d"},
			files: []string{"l/a.yml=1", "d/c.yml=2"},
			found: []string{
				"error NLG003 d/.nlgserver.yml: duplicate key exclude",
				"error NLG089 l/.nlgserver.yml: the settings file must be a map, not a list",
			},
		},
		{
			name:  "links are followed",
			tree:  map[string]string{"c/a.yml": "-> ../far/one.txt", "c/d": "-> ../far/dir", "far/one.txt": "1", "far/dir/x.yml": "2", "c/t": "-> ../far/one.txt"},
			opts:  files.Options{FollowLinks: true},
			given: []string{"c"},
			files: []string{"c/a.yml=1", "c/d/x.yml=2"},
		},
		{
			name: "links out of the given paths are rejected",
			tree: map[string]string{
				"c/a.yml": "-> ../far/one.txt", "c/b.yml": "1", "c/d": "-> ../far/dir", "far/one.txt": "1", "far/dir/x.yml": "2", "c/t": "-> ../far/one.txt",
				"c/up": "-> ..", "c/chain.yml": "-> a.yml", "c/B.YML": "-> ../far/dir/y.yml", "far/dir/y.yml": "responses: {}", "c2/x.yml": "1", "c/beside.yml": "-> ../c2/x.yml",
			},
			given: []string{"c"},
			files: []string{"c/b.yml=1"},
			found: []string{
				"error NLG046 c/a.yml: this link leads out of the given paths, to ROOT/far/one.txt",
				"error NLG046 c/beside.yml: this link leads out of the given paths, to ROOT/c2/x.yml",
				"error NLG046 c/chain.yml: this link leads out of the given paths, to ROOT/far/one.txt",
				"error NLG046 c/d: this link leads out of the given paths, to ROOT/far/dir",
				"error NLG046 c/up: this link leads out of the given paths, to ROOT",
			},
		},
		{
			name:  "links from one given path into another are followed",
			tree:  map[string]string{"c/a.yml": "-> ../far/one.txt", "c/d": "-> ../other/dir", "far/one.txt": "1", "other/dir/x.yml": "2"},
			given: []string{"c", "far/one.txt", "other"},
			files: []string{"c/a.yml=1", "c/d/x.yml=2", "far/one.txt!=1", "other/dir/x.yml=2"},
		},
		{
			name:  "a given path may be a link itself",
			tree:  map[string]string{"now": "-> v/1", "v/1/x.yml": "1", "v/1/y.yml": "-> x.yml", "v/1/s": "-> ../1/d", "v/1/d/z.yml": "3", "f.yml": "-> v/1/x.yml"},
			given: []string{"now", "f.yml"},
			files: []string{"now/x.yml=1", "now/y.yml=1", "now/d/z.yml=3", "now/s/z.yml=3", "f.yml!=1"},
		},
		{
			name:  "settings are not read through a link out of the given paths",
			tree:  map[string]string{"c/b.yml": "1", "c/.nlgserver.yml": "-> ../secret", "secret": "token: abc"},
			given: []string{"c"},
			files: []string{"c/b.yml=1"},
			found: []string{"error NLG046 c/.nlgserver.yml: this link leads out of the given paths, to ROOT/secret"},
		},
		{
			name:  "the same directory at two paths is read twice, as in Rasa",
			tree:  map[string]string{"a/x.yml": "1", "b": "-> a"},
			given: []string{"."},
			files: []string{"a/x.yml=1", "b/x.yml=1"},
		},
		{
			name: "a mounted ConfigMap shows each file once",
			tree: map[string]string{
				"..2026_01_02/r.yml": "1", "..2026_01_02/s.yml": "2", "..data": "-> ..2026_01_02",
				"r.yml": "-> ..data/r.yml", "s.yml": "-> ..data/s.yml",
			},
			given: []string{"."},
			files: []string{"r.yml=1", "s.yml=2"},
		},
		{
			name:  "a directory named like a file is a directory",
			tree:  map[string]string{"x.yml/y.yml": "1", "z.yml/": ""},
			given: []string{"."},
			files: []string{"x.yml/y.yml=1"},
		},
		{
			name:  "an Emacs lock is skipped, a file of such a name is not",
			tree:  map[string]string{"a.yml": "1", ".#a.yml": "-> ann@host.77:1", ".#b.yml": "2"},
			given: []string{"."},
			files: []string{".#b.yml=2", "a.yml=1"},
		},
		{
			name:  "an empty file is a file",
			tree:  map[string]string{"a.yml": ""},
			given: []string{"."},
			files: []string{"a.yml="},
		},
		{
			name:  "a directory without content is an error",
			tree:  map[string]string{"d/sub/": "", "d/x.txt": "0", "e.yml": "1"},
			given: []string{"d", "e.yml"},
			files: []string{"e.yml!=1"},
			found: []string{"error NLG020 d: no .yml or .yaml file in this directory"},
		},
		{
			name:  "so is a path that does not exist, and all errors are reported at once",
			tree:  map[string]string{"b/a.yml": "-> gone.yml"},
			given: []string{"gone", "b", "gone.yml"},
			found: []string{
				"error NLG001 b/a.yml: cannot be read: no such file or directory",
				"error NLG001 gone: cannot be read: no such file or directory",
				"error NLG001 gone.yml: cannot be read: no such file or directory",
			},
		},
		{
			name:  "a link that may have been a directory is a warning",
			tree:  map[string]string{"a.yml": "1", "shared": "-> ../gone"},
			given: []string{"."},
			files: []string{"a.yml=1"},
			found: []string{"warning NLG001 shared: broken link; if it led to a directory, the responses in it are missing"},
		},
		{
			name:  "circles of directories are rejected",
			tree:  map[string]string{"a.yml": "1", "b/c": "-> ..", "b/d": "-> ."},
			given: []string{"."},
			files: []string{"a.yml=1"},
			found: []string{
				"error NLG001 b/c: cannot be read: links to a directory that contains it",
				"error NLG001 b/d: cannot be read: links to a directory that contains it",
			},
		},
		{
			name:  "circles of links are rejected",
			tree:  map[string]string{"a.yml": "1", "b": "-> b", "c.yml": "-> d.yml", "d.yml": "-> c.yml"},
			given: []string{"."},
			files: []string{"a.yml=1"},
			found: []string{
				"error NLG001 b: cannot be read: too many levels of symbolic links",
				"error NLG001 c.yml: cannot be read: too many levels of symbolic links",
				"error NLG001 d.yml: cannot be read: too many levels of symbolic links",
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := tree(t, tc.tree)
			files, found := fetch(t, root, tc.opts, tc.given...)
			for i := range found {
				found[i] = strings.ReplaceAll(found[i], filepath.ToSlash(root), "ROOT")
			}
			if diff := cmp.Diff(tc.files, files); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.found, found); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	small := map[string]string{"a.yml": "1234", "b.yml": "12345", "c/d.yml": "1"}
	for _, tc := range []struct {
		name  string
		opts  files.Options
		files []string
		found []string
	}{
		{"at the limits", files.Options{MaxFileSize: 5, MaxTotalSize: 10, MaxEntries: 4}, []string{"a.yml=1234", "b.yml=12345", "c/d.yml=1"}, nil},
		{"file", files.Options{MaxFileSize: 4}, []string{"a.yml=1234", "c/d.yml=1"}, []string{"error NLG013 b.yml: file too large: 5 bytes, the limit is 4"}},
		{"total", files.Options{MaxTotalSize: 8}, []string{"a.yml=1234"}, []string{"error NLG013 b.yml: content too large with this file: the limit is 8 bytes"}},
		{"names", files.Options{MaxEntries: 3}, []string{"a.yml=1234", "b.yml=12345"}, []string{"error NLG013 c: more than 3 files and directories: is this a directory of responses?"}},
		{"names, at once", files.Options{MaxEntries: 1}, []string{"a.yml=1234"}, []string{"error NLG013 .: more than 1 files and directories: is this a directory of responses?"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files, found := fetch(t, tree(t, small), tc.opts, ".")
			if diff := cmp.Diff(tc.files, files); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.found, found); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLinksThatMultiply has 2^40 paths to one file.
func TestLinksThatMultiply(t *testing.T) {
	links := map[string]string{"40/x.yml": "1"}
	for i := range 40 {
		links[fmt.Sprintf("%02d/a", i)] = fmt.Sprintf("-> ../%02d", i+1)
		links[fmt.Sprintf("%02d/b", i)] = fmt.Sprintf("-> ../%02d", i+1)
	}
	_, found := fetch(t, tree(t, links), files.Options{MaxEntries: 2000, FollowLinks: true}, "00")
	if len(found) != 1 || !strings.Contains(found[0], "more than 2000 files") {
		t.Errorf("found %q", found)
	}
}

// TestLinkToEverything checks that a link to the root of the file system is found
// without walking it.
func TestLinkToEverything(t *testing.T) {
	root := tree(t, map[string]string{"a.yml": "1", "all": "-> /"})
	files, found := fetch(t, root, files.Options{MaxEntries: 2}, ".")
	if len(files) != 1 || len(found) != 1 || found[0] != "error NLG046 all: this link leads out of the given paths, to /" {
		t.Errorf("%q, %q", files, found)
	}
}

// TestTimeLimit checks that a fetch ends when its time is over.
func TestTimeLimit(t *testing.T) {
	_, found := files.New([]string{tree(t, map[string]string{"a.yml": "1"})}).With(files.Options{MaxTime: 1}).Fetch(t.Context())
	if len(found) != 1 || !strings.Contains(found[0].Message, "reading stopped: it took longer than 1ns") {
		t.Errorf("%q", found)
	}
}

func TestFiftyMegabytes(t *testing.T) {
	root := tree(t, map[string]string{"a.yml": "1", "big.yml": ""})
	mustDo(t, os.Truncate(filepath.Join(root, "big.yml"), 50<<20))
	_, found := fetch(t, root, files.Options{}, ".")
	want := []string{"error NLG013 big.yml: file too large: 52428800 bytes, the limit is 33554432"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestNoPath(t *testing.T) {
	files, found := files.New(nil).Fetch(t.Context())
	if len(files) != 0 || len(found) != 1 || found[0].Code != diag.NoResponses || !found.Refused() {
		t.Errorf("Fetch = %v, %v", files, found)
	}
}

func TestShownPaths(t *testing.T) {
	root := tree(t, map[string]string{"d/a.yml": "1", "b.yml": "2"})
	t.Chdir(root)
	for given, want := range map[string]string{
		".": "b.yml", "./d/": "d/a.yml", "d/../b.yml": "b.yml", root + "/d": filepath.ToSlash(root) + "/d/a.yml", "../" + filepath.Base(root) + "/d": "../" + filepath.Base(root) + "/d/a.yml",
	} {
		files, found := files.New([]string{given}).Fetch(t.Context())
		if len(files) == 0 || files[0].Path != want || len(found) > 0 {
			t.Errorf("Fetch(%q) = %v, %v; want %q first", given, files, found, want)
		}
	}
}

func TestFetchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	files, found := files.New([]string{tree(t, map[string]string{"a.yml": "1"})}).Fetch(ctx)
	if len(files) != 0 || !found.Refused() {
		t.Errorf("Fetch = %v, %v", files, found)
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may read everything")
	}
	root := tree(t, map[string]string{"a.yml": "1", "b/c.yml": "2", "d.yml": "3"})
	mustDo(t, os.Chmod(filepath.Join(root, "a.yml"), 0), os.Chmod(filepath.Join(root, "b"), 0))
	t.Cleanup(func() { mustDo(t, os.Chmod(filepath.Join(root, "b"), 0o755)) })
	files, found := fetch(t, root, files.Options{}, ".")
	if diff := cmp.Diff([]string{"d.yml=3"}, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	want := []string{"error NLG001 a.yml: cannot be read: permission denied", "error NLG001 b: cannot be read: permission denied"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// TestVersionIsOfTheBytesRead follows a version from disk and back.
func TestVersionIsOfTheBytesRead(t *testing.T) {
	root := tree(t, map[string]string{"a.yml": "1", "b.yml": "2"})
	version := func() string {
		files, found := files.New([]string{root}).Fetch(t.Context())
		if found.Refused() {
			t.Fatal(found)
		}
		return content.Version(files)
	}
	first := version()
	mustDo(t, renameOver(filepath.Join(root, "a.yml"), "3"))
	second := version()
	mustDo(t, os.WriteFile(filepath.Join(root, "a.yml"), []byte("1"), 0o644))
	if third := version(); first == second || first != third {
		t.Errorf("versions are %s, %s, %s; want the first again, and another between", first, second, third)
	}
}
