package content

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestVersion(t *testing.T) {
	file := func(name, data string) File { return File{Name: name, Data: []byte(data)} }
	base := Version([]File{file("a", "bc"), file("d", "")})
	if again := Version([]File{file("a", "bc"), file("d", "")}); again != base || len(base) != 64 {
		t.Errorf("%s and %s", base, again)
	}
	for name, other := range map[string][]File{
		"another text":       {file("a", "bC"), file("d", "")},
		"another name":       {file("A", "bc"), file("d", "")},
		"another border":     {file("ab", "c"), file("d", "")},
		"text of the next":   {file("a", "b"), file("cd", "")},
		"another order":      {file("d", ""), file("a", "bc")},
		"another root":       {file("a", "bc"), {Name: "d", Root: 1}},
		"a file named":       {file("a", "bc"), {Name: "d", Direct: true}},
		"a file less":        {file("a", "bc")},
		"an empty file more": {file("a", "bc"), file("d", ""), file("", "")},
		"nothing":            nil,
	} {
		if Version(other) == base {
			t.Errorf("%s has the same version", name)
		}
	}
}

// anyFiles draws files with few distinct values, so that near misses are common.
func anyFiles(t *rapid.T) []File {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) File {
		return File{
			Path:   rapid.SampledFrom([]string{"c/a.yml", "/abs/c/a.yml", "a.yml"}).Draw(t, "path"),
			Root:   rapid.IntRange(0, 1).Draw(t, "root"),
			Name:   rapid.SampledFrom([]string{"a.yml", "b.yml", "s/a.yml"}).Draw(t, "name"),
			Data:   []byte(rapid.SampledFrom([]string{"", "1", "12"}).Draw(t, "data")),
			Direct: rapid.Bool().Draw(t, "direct"),
		}
	}), 0, 3).Draw(t, "files")
}

// TestVersionIgnoresPath checks that two sets of files have the same version if,
// and only if, they differ only in Path.
func TestVersionIgnoresPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyFiles(t)
		b := slices.Clone(a)
		if rapid.Bool().Draw(t, "others") {
			b = anyFiles(t)
		}
		for i := range b {
			b[i].Path += "x"
		}
		same := slices.EqualFunc(a, b, func(f, g File) bool {
			return f.Root == g.Root && f.Name == g.Name && string(f.Data) == string(g.Data) && f.Direct == g.Direct
		})
		if (Version(a) == Version(b)) != same {
			t.Fatalf("%v and %v: same is %v", a, b, same)
		}
	})
}
