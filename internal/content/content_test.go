package content

import "testing"

func TestVersion(t *testing.T) {
	file := func(path, data string) File { return File{Path: path, Data: []byte(data)} }
	base := Version([]File{file("a", "bc"), file("d", "")})
	if again := Version([]File{file("a", "bc"), file("d", "")}); again != base || len(base) != 64 {
		t.Errorf("%s and %s", base, again)
	}
	for name, other := range map[string][]File{
		"another text":       {file("a", "bC"), file("d", "")},
		"another path":       {file("A", "bc"), file("d", "")},
		"another border":     {file("ab", "c"), file("d", "")},
		"text of the next":   {file("a", "b"), file("cd", "")},
		"another order":      {file("d", ""), file("a", "bc")},
		"a file less":        {file("a", "bc")},
		"an empty file more": {file("a", "bc"), file("d", ""), file("", "")},
		"nothing":            nil,
	} {
		if Version(other) == base {
			t.Errorf("%s has the same version", name)
		}
	}
}
