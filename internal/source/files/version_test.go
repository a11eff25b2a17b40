package files_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/source/files"
)

// versionOf returns the version of the content of the paths.
func versionOf(t rapid.TB, paths ...string) string {
	t.Helper()
	read, found := files.New(paths).Fetch(context.Background())
	if found.Refused() {
		t.Fatal(found)
	}
	return content.Version(read)
}

// TestVersionIsWithoutThePath reads the same content by several spellings of its
// path.
func TestVersionIsWithoutThePath(t *testing.T) {
	root := tree(t, map[string]string{
		"c/a.yml": "1", "c/s/b.yml": "2", "link": "-> c", "moved/deep/a.yml": "1", "moved/deep/s/b.yml": "2", "one.yml": "-> c/a.yml", "else/a.yml": "1", "else/x.yml": "1",
	})
	t.Chdir(root)
	for _, same := range [][]string{
		{"c", "./c", "c/", ".//c/.", "moved/../c", "../" + filepath.Base(root) + "/c", filepath.Join(root, "c"), "link", "link/", "moved/deep"},
		{"c/a.yml", "./c/a.yml", filepath.Join(root, "c", "a.yml"), "else/a.yml", "link/a.yml"},
	} {
		want := versionOf(t, same[0])
		for _, given := range same[1:] {
			if versionOf(t, given) != want {
				t.Errorf("%q and %q have different versions", same[0], given)
			}
		}
	}
	outside := versionOf(t, "c", "else/x.yml")
	t.Chdir("c")
	if versionOf(t, ".", "../else/x.yml") != outside || versionOf(t, ".") != versionOf(t, "../c") {
		t.Error("the directory itself has another version from within")
	}
	t.Chdir("..")

	all := []string{
		versionOf(t, "c"), versionOf(t, "c", "else"), versionOf(t, "else", "c"), versionOf(t, "c", "c"), versionOf(t, "c/a.yml"), versionOf(t, "else/x.yml"),
		versionOf(t, "c/a.yml", "c/s"), versionOf(t, "c/s", "c/a.yml"), versionOf(t, "c/a.yml", "c/s/b.yml"), versionOf(t, "one.yml"), versionOf(t, "."),
	}
	for i, v := range all {
		if at := slices.Index(all, v); at != i {
			t.Errorf("the versions %d and %d are the same", at, i)
		}
	}
}

// TestVersionLaw draws two trees, their locations and spellings of their paths. They
// have the same version if, and only if, they are the same.
func TestVersionLaw(t *testing.T) {
	texts := rapid.MapOfN(
		rapid.SampledFrom([]string{"a.yml", "b.yml", "s/a.yml", "s/t/a.yml"}), rapid.SampledFrom([]string{"", "1", "12"}), 1, 3)
	ways := []func(base, name string) string{
		func(_, name string) string { return name },
		func(_, name string) string { return "./" + name + "/" },
		func(base, name string) string { return filepath.Join(base, name) },
		func(base, name string) string { return "../" + filepath.Base(base) + "/" + name },
	}
	rapid.Check(t, func(rt *rapid.T) {
		base := tree(t, nil)
		t.Chdir(base)
		var versions [2]string
		var drawn [2]map[string]string
		for i := range drawn {
			drawn[i] = texts.Draw(rt, "texts")
			place := rapid.SampledFrom([]string{"c", "deep/down", "c.yml"}).Draw(rt, "place")
			for name, text := range drawn[i] {
				path := filepath.Join(base, place, name)
				mustDo(t, os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644))
			}
			versions[i] = versionOf(rt, ways[rapid.IntRange(0, len(ways)-1).Draw(rt, "way")](base, place))
			mustDo(t, os.RemoveAll(filepath.Join(base, place)))
		}
		same := len(drawn[0]) == len(drawn[1])
		for name, text := range drawn[0] {
			other, ok := drawn[1][name]
			same = same && ok && other == text
		}
		if (versions[0] == versions[1]) != same {
			rt.Fatalf("%v and %v: same is %v", drawn[0], drawn[1], same)
		}
	})
}
