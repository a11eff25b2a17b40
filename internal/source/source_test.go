package source_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/content"
	"nlgserver/internal/gittest"
	"nlgserver/internal/source"
	"nlgserver/internal/source/branch"
	"nlgserver/internal/source/demo"
	"nlgserver/internal/source/files"
	"nlgserver/internal/source/git"
	"nlgserver/internal/source/lastgood"
)

// origin makes a source of the files, which are by their path below one root.
type origin struct {
	name string
	make func(t *testing.T, texts map[string]string) source.Source
	// fixed is set for an origin with built-in content.
	fixed bool
	// shared is set for an origin that returns the same bytes each time.
	shared bool
}

func origins() []origin {
	return []origin{
		{name: "files", make: func(t *testing.T, texts map[string]string) source.Source {
			return files.New([]string{onDisk(t, texts)})
		}},
		{name: "files in an fs.FS", make: func(_ *testing.T, texts map[string]string) source.Source {
			tree := fstest.MapFS{"root": {Mode: fs.ModeDir | 0o755}}
			for name, text := range texts {
				tree["root/"+name] = &fstest.MapFile{Data: []byte(text)}
			}
			return files.InFS("a map", files.Root{FS: tree, Path: "root", Prefix: "map:"})
		}},
		{name: "git", make: func(t *testing.T, texts map[string]string) source.Source {
			texts["note.txt"] = "git knows no empty directories"
			dir := onDisk(t, texts)
			gittest.Begin(t, dir)
			revision, err := git.Open(t.Context(), "HEAD", []string{dir}, files.Options{})
			must(t, err)
			return revision
		}},
		{name: "branch", shared: true, make: func(t *testing.T, texts map[string]string) source.Source {
			below := map[string]string{"root/note.txt": "git knows no empty directories"}
			for name, text := range texts {
				below["root/"+name] = text
			}
			dir := onDisk(t, below)
			gittest.Begin(t, dir)
			src, err := branch.New("git+file://"+filepath.ToSlash(dir)+"/.git//root?ref=main", branch.Options{Dir: t.TempDir()})
			must(t, err)
			return src
		}},
		{name: "lastgood", make: func(t *testing.T, texts map[string]string) source.Source {
			read, _ := files.New([]string{onDisk(t, texts)}).Fetch(t.Context())
			c := lastgood.Copy(filepath.Join(t.TempDir(), "copy"))
			must(t, c.Save(read))
			return c
		}},
		{name: "memory", shared: true, make: func(t *testing.T, texts map[string]string) source.Source {
			read, _ := files.New([]string{onDisk(t, texts)}).Fetch(t.Context())
			return source.Memory{Name: "memory", Files: read}
		}},
		{name: "demo", fixed: true, make: func(t *testing.T, _ map[string]string) source.Source {
			src, err := demo.Source()
			must(t, err)
			return src
		}},
	}
}

func onDisk(t *testing.T, texts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		name = filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644))
	}
	return dir
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// example returns files sorted neither by name nor by path, and the content among
// them, in loading order.
func example() (texts map[string]string, names []string) {
	return map[string]string{
		"b.yml": "b", "a/z.yml": "z", "a/a/x.yaml": "x", "B.yml": "", ".h.yml": "h", "a-b/y.yml": "y", "a.b/y.yml": "y", "ä.yml": "ä",
		"note.txt": "no", ".nlgserver.yml": "languages: [de]", "b.nlgtest.yml": "no", "..v1/b.yml": "no",
	}, []string{".h.yml", "B.yml", "b.yml", "ä.yml", "a/z.yml", "a/a/x.yaml", "a-b/y.yml", "a.b/y.yml"}
}

// TestEveryOrigin checks the rules of [source.Source] for every origin.
func TestEveryOrigin(t *testing.T) {
	var versions []string
	for _, o := range origins() {
		t.Run(o.name, func(t *testing.T) {
			texts, names := example()
			src := o.make(t, texts)
			if src.String() == "" {
				t.Error("has no name")
			}
			first, found := src.Fetch(t.Context())
			if len(found) > 0 || len(first) == 0 {
				t.Fatal(first, found)
			}
			if !o.fixed {
				versions = append(versions, content.Version(first))
			}
			var got []string
			for _, f := range first {
				got = append(got, f.Name)
				if !fs.ValidPath(f.Name) || f.Path == "" || f.Root != 0 || f.Direct {
					t.Errorf("%+v", f)
				}
			}
			if o.fixed {
				names = slices.Sorted(slices.Values(got))
			}
			if diff := cmp.Diff(names, got); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}

			version := content.Version(first)
			again, found := src.Fetch(t.Context())
			if diff := cmp.Diff(first, again); diff != "" || len(found) > 0 {
				t.Errorf("a second fetch returns something else, %v:\n%s", found, diff)
			}
			for _, f := range again {
				if !o.shared {
					clear(f.Data)
				}
			}
			if again, _ := src.Fetch(t.Context()); content.Version(again) != version || content.Version(first) != version {
				t.Error("two fetches share their bytes")
			}

			ended, cancel := context.WithCancel(t.Context())
			cancel()
			if read, found := src.Fetch(ended); len(read) > 0 || !found.Refused() {
				t.Errorf("after the context ended: %v, %v", read, found)
			}
			if o.fixed {
				return
			}
			if read, found := o.make(t, map[string]string{}).Fetch(t.Context()); len(read) > 0 || !found.Refused() {
				t.Errorf("empty: %v, %v", read, found)
			}
		})
	}
	if len(slices.Compact(versions)) != 1 {
		t.Errorf("the same content has the versions %q", versions)
	}
}

// TestEveryWatch checks that a watch of content that may change calls changed once
// it is active, that one of other content never does, and that both end.
func TestEveryWatch(t *testing.T) {
	for _, o := range origins() {
		t.Run(o.name, func(t *testing.T) {
			texts, _ := example()
			src := o.make(t, texts)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			calls := 0
			err := src.Watch(ctx, func() { calls++; cancel() })
			switch {
			case err != nil:
				t.Error(err)
			case source.Still(src) && (calls > 0 || ctx.Err() != nil):
				t.Errorf("%d calls, although the content never changes", calls)
			case !source.Still(src) && calls == 0:
				t.Error("never says that it is in place")
			}
		})
	}
}
