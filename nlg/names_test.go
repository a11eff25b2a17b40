package nlg_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"nlgserver/nlg"
)

// TestAliasesShowTheirFields checks that go doc shows the fields of each struct
// and the methods of each interface that is defined in another room.
func TestAliasesShowTheirFields(t *testing.T) {
	for name, typ := range map[string]reflect.Type{
		"File": reflect.TypeFor[nlg.File](), "Diagnostic": reflect.TypeFor[nlg.Diagnostic](), "Related": reflect.TypeFor[nlg.Related](),
		"Position": reflect.TypeFor[nlg.Position](), "Reason": reflect.TypeFor[nlg.Reason](), "Mapping": reflect.TypeFor[nlg.Mapping](),
	} {
		doc := docOf(t, "names.go", name)
		if typ.Kind() == reflect.Interface {
			for m := range typ.Methods() {
				if !strings.Contains(doc, "\t"+m.Name+"(") {
					t.Errorf("the comment of %s lacks the method %s", name, m.Name)
				}
			}
			continue
		}
		for f := range typ.Fields() {
			kind := strings.NewReplacer("diag.", "", "uint8", "byte").Replace(f.Type.String())
			want := f.Name + ` +` + regexp.QuoteMeta(kind) + `(\s|$)`
			if f.Anonymous {
				want = f.Name + `(\s|$)`
			}
			if f.IsExported() && !regexp.MustCompile(`(?m)^\t\t`+want).MatchString(doc) {
				t.Errorf("the comment of %s lacks the field %s %s", name, f.Name, kind)
			}
		}
	}
}

// docOf returns the comment of a type.
func docOf(t *testing.T, file, name string) string {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && len(g.Specs) == 1 {
			if spec, ok := g.Specs[0].(*ast.TypeSpec); ok && spec.Name.Name == name {
				return g.Doc.Text()
			}
		}
	}
	t.Fatalf("%s has no type %s", file, name)
	return ""
}

// TestCodesAreExported checks that every code has a name that importers can
// use.
func TestCodesAreExported(t *testing.T) {
	source, err := os.ReadFile("../internal/diag/code.go")
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile("codes.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^\t(\w+)\s+Code = "(NLG\d{3})"`).FindAllStringSubmatch(string(source), -1)
	for _, c := range codes {
		if !regexp.MustCompile(`(?m)^\tCode` + c[1] + `\s+= diag\.` + c[1] + `\s+// ` + c[2] + `$`).Match(ours) {
			t.Errorf("codes.go lacks  Code%s = diag.%s // %s", c[1], c[1], c[2])
		}
	}
	if len(codes) < 60 {
		t.Errorf("only %d codes are found", len(codes))
	}
}

func TestValues(t *testing.T) {
	type tier string
	huge, _ := new(big.Int).SetString("100000000000000000000", 10)
	got := nlg.Values("a", uint8(1), "b", []string{"x"}, "c", map[string]any{"k": float32(0.5)}, "d", tier("gold"), "e", huge, "f", nil)
	var all []string
	got.Each(func(name string, v nlg.Value) bool {
		all = append(all, name+"="+v.Repr())
		return true
	})
	if got := strings.Join(all, " "); got != "a=1 b=['x'] c={'k': 0.5} d='gold' e=100000000000000000000 f=None" {
		t.Error(got)
	}
	odd := []any{"a"}
	for want, call := range map[string]func(){
		"nlg: Values needs pairs of a name and a value":        func() { nlg.Values(odd...) },
		"nlg: a name must be a string, not int":                func() { nlg.Values(1, "a") },
		`nlg: cannot take a value of type chan int for "a"`:    func() { nlg.Values("a", make(chan int)) },
		`nlg: cannot take a value of type struct {} for "x y"`: func() { nlg.Values("x y", struct{}{}) },
	} {
		func() {
			defer func() {
				if cause := recover(); cause != want {
					t.Errorf("%v, want %s", cause, want)
				}
			}()
			call()
		}()
	}
}

func TestLoadDir(t *testing.T) {
	fsys := fstest.MapFS{
		"b.yml":             {Data: []byte("responses:\n  utter_x:\n  - text: b\n  utter_y:\n  - text: y\n")},
		"a.yaml":            {Data: []byte("responses:\n  utter_x:\n  - text: a\n")},
		"sub/c.yml":         {Data: []byte("responses:\n  utter_x:\n  - text: c\n  utter_z:\n  - text: z\n")},
		"data.yml":          {Data: []byte("other: true\n")},
		"x.nlgtest.yml":     {Data: []byte("tests: []\n")},
		"notes.txt":         {Data: []byte("responses:")},
		".nlgserver.yml":    {Data: []byte("languages: [de]\n")},
		"..data/hidden.yml": {Data: []byte("responses: {utter_h: [{text: h}]}\n")},
	}
	c, found := nlg.LoadDir(fsys, nlg.Options{})
	if c == nil {
		t.Fatal(found)
	}
	var names []string
	for name := range c.Names() {
		names = append(names, name)
	}
	if got := strings.Join(names, " "); got != "utter_x utter_y utter_z" {
		t.Error(got)
	}
	wantReply(t, c, &nlg.Request{Response: "utter_x"}, `{"text":"a"}`)
	if len(found) != 2 || found[0].File != "b.yml" || found[1].File != "sub/c.yml" || found[0].Code != nlg.CodeDuplicateResponse || found[0].Severity != nlg.Warning {
		t.Errorf("%v", found)
	}

	// The same directory on disk has the same version.
	dir := t.TempDir()
	for name, file := range fsys {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if d, _ := nlg.LoadDir(os.DirFS(dir), nlg.Options{}); d == nil || d.Version() != c.Version() {
		t.Error("another version")
	}

	for name, fsys := range map[string]fstest.MapFS{
		"nothing": {}, "no content": {"a.yml": {Data: []byte("other: 1\n")}}, "not YAML": {"a.yml": {Data: []byte("responses: [")}},
	} {
		if c, found := nlg.LoadDir(fsys, nlg.Options{}); c != nil || !found.Refused() {
			t.Errorf("%s: %v", name, found)
		}
	}
}
