// Package house_test checks rules of the whole module that no linter knows.
package nlgserver_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// linkerVariables are set by the linker, before the program runs.
var linkerVariables = []string{"cmd/nlgserver/version.go"}

// TestPackageStateIsImmutable: a package variable is a table that nothing
// changes after its declaration.
func TestPackageStateIsImmutable(t *testing.T) {
	packages := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 20 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	for _, paths := range packages {
		fset := token.NewFileSet()
		var files []*ast.File
		for _, path := range paths {
			f, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(linkerVariables, filepath.ToSlash(path)) {
				files = append(files, f)
			}
		}
		for _, fault := range mutableState(fset, files) {
			t.Error(fault)
		}
	}
}

func TestMutableStateIsFound(t *testing.T) {
	for _, c := range []struct{ name, source, fault string }{
		{"a table", `var v = map[string]int{"a": 1}; func f() int { return v["a"] }`, ""},
		{"a list that is read", `var v = []int{1}; func f() { for _, x := range v { _ = x } }`, ""},
		{"an error", `var ErrX = errors.New("x")`, ""},
		{"embedded", "//go:embed x\nvar V []byte", ""},
		{"a blank one", `var _ I = T{}`, ""},
		{"a local of the same name", `var v = 1; func f() { v := 2; v++; v = 3 }`, ""},
		{"a parameter of the same name", `var v = 1; func f(v int) { v = 3 }`, ""},
		{"a field of the same name", `var v = 1; func f(x T) { x.v = 3; _ = T{v: 1} }`, ""},
		{"a function literal's local", `var v = 1; var g = func() { v := 1; v++ }`, ""},
		{"a copy", `var v = []int{1}; func f() { w := slices.Clone(v); w[0] = 2 }`, ""},
		{"a clear of another", `var v = []int{1}; func f(w []int) { clear(w); _ = append([]int{}, v...) }`, ""},
		{"assigned", `var v = 1; func f() { v = 2 }`, "v is assigned to"},
		{"assigned before the local", `var v = 1; func f() { v = 2; v := 3; _ = v }`, "v is assigned to"},
		{"assigned with an operator", `var v = 1; func f() { v += 2 }`, "v is assigned to"},
		{"incremented", `var v = 1; func f() { v++ }`, "v is assigned to"},
		{"an item", `var v = []int{1}; func f() { v[0] = 2 }`, "v is assigned to"},
		{"a key", `var v = map[string]int{}; func f() { v["a"]++ }`, "v is assigned to"},
		{"a field", `var v T; func f() { v.x.y = 2 }`, "v is assigned to"},
		{"through a pointer", `var v = new(int); func f() { *v = 2 }`, "v is assigned to"},
		{"in a range", `var v = 1; func f() { for v = range 3 {} }`, "v is assigned to"},
		{"its address", `var v = 1; func f() *int { return &v }`, "the address of v is taken"},
		{"an item's address", `var v = []int{1}; func f() *int { return &v[0] }`, "the address of v is taken"},
		{"appended", `var v []int; func f() []int { return append(v, 1) }`, "v is passed to append"},
		{"deleted", `var v = map[int]int{}; func f() { delete(v, 1) }`, "v is passed to delete"},
		{"cleared", `var v = map[int]int{}; func f() { clear(v) }`, "v is passed to clear"},
		{"copied onto", `var v = []int{1}; func f() { copy(v, v) }`, "v is passed to copy"},
		{"sorted", `var v = []int{1}; func f() { slices.Sort(v) }`, "v is passed to slices.Sort"},
		{"in a literal", `var v = 1; var g = func() { v = 2 }`, "v is assigned to"},
		{"in init", `var v = 1; func init() { v = 2 }`, "v is assigned to"},
		{"a lock", `var mu sync.Mutex`, "mu holds state"},
		{"an exported map", `var V = map[string]int{}`, "V can be changed from outside"},
		{"an exported list", `var V = []int{1}`, "V can be changed from outside"},
		{"an exported list with a type", `var V []string`, "V can be changed from outside"},
	} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "x.go", "package x\n"+c.source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got := strings.Join(mutableState(fset, []*ast.File{f}), "; ")
		if c.fault == "" && got != "" || !strings.Contains(got, c.fault) {
			t.Errorf("%s: %q, want %q", c.name, got, c.fault)
		}
	}
}
