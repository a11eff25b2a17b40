package document

import (
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

// parsed returns the root of a valid document.
func parsed(t *testing.T, text string) (Value, *Document) {
	t.Helper()
	doc, found := Parse("f.yml", []byte(text), Options{})
	if len(found) > 0 {
		t.Fatal(found)
	}
	return doc.Root(), doc
}

// TestMissing checks that every method may be called on a missing value.
func TestMissing(t *testing.T) {
	root, doc := parsed(t, "# nothing\n")
	for _, v := range []Value{{}, root, root.Get("a"), root.Get("a").Get("b"), root.Entry("a").Value} {
		_, isText := v.Text()
		_, isBool := v.Bool()
		_, isInt := v.Int()
		_, isFloat := v.Float()
		if !v.IsMissing() || v.IsNull() || v.IsMap() || v.IsList() || v.IsScalar() || v.IsFlow() || isText || isBool || isInt || isFloat ||
			v.Printed() != "" || !v.Python().IsNone() || v.Len() != 0 {
			t.Errorf("%+v", v)
		}
		for range v.Items() {
			t.Error("an item")
		}
		for range v.Entries() {
			t.Error("an entry")
		}
		r := Reader{}
		if _, ok := r.String(v, "a"); ok || r.Strings(v, "a") != nil || r.List(v, "a", "") || r.Map(v, "a", "") || len(r.Found) > 0 {
			t.Errorf("read: %v", r.Found)
		}
	}
	if !root.Entry("a").IsMissing() || root.Entry("a").Name() != "" || doc.Text() != "# nothing\n" {
		t.Error("entry or text")
	}
	if d := doc.AtStart(diag.TestFile, "m", "h"); d.Line != 1 || d.Column != 1 || d.Severity != diag.Error {
		t.Errorf("%+v", d)
	}
}

func TestValues(t *testing.T) {
	root, _ := parsed(t, "s: text\nn: 2\nf: 1.5\nb: true\nnothing:\nl: [a, 1]\nm: {x: y}\n5: five\n")
	text, _ := root.Get("s").Text()
	n, _ := root.Get("n").Int()
	f, _ := root.Get("f").Float()
	b, _ := root.Get("b").Bool()
	if text != "text" || n != 2 || f != 1.5 || !b || !root.Get("nothing").IsNull() || root.Get("n").Printed() != "2" {
		t.Errorf("%q %d %v %v", text, n, f, b)
	}
	if _, ok := root.Get("b").Int(); ok {
		t.Error("a boolean is an integer")
	}
	var names []string
	for e := range root.Entries() {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "s n f b nothing l m 5" {
		t.Error(got)
	}
	if l := root.Get("l"); !l.IsList() || !l.IsFlow() || l.Len() != 2 || l.Python().Repr() != "['a', 1]" {
		t.Errorf("%v", l.Python().Repr())
	}
}

// TestReader checks the wording of all messages and hints.
func TestReader(t *testing.T) {
	root, _ := parsed(t, "number: 5\nnothing:\nlist: [a]\nflow: {a: b}\nnames: [a, 1]\nlangages: [de]\nzzz: 1\n")
	r := Reader{WrongType: diag.TestType, UnknownKey: diag.TestKey}
	r.String(root.Get("number"), "number")
	r.String(root.Get("nothing"), "nothing")
	r.String(root.Get("list"), "list")
	r.String(root.Get("flow"), "flow")
	r.Strings(root.Get("names"), "names")
	r.Strings(root.Get("number"), "number")
	r.Map(root.Get("list"), "list", "write a map")
	r.Keys(root, "the file", "number", "nothing", "list", "flow", "names", "languages")
	var got strings.Builder
	for _, d := range r.Found {
		got.WriteString(string(d.Code) + " " + d.Message + " | " + d.Hint + "\n")
	}
	want := strings.ReplaceAll(`NLG092 number must be a string, not a number | quote it: ~"5"~
NLG092 nothing must be a string, not nothing | write the string, or remove the line
NLG092 list must be a string, not a list | write a single string after list:
NLG092 flow must be a string, not a map | text that starts with { must be quoted: ~"{a: b}"~
NLG092 an item of names must be a string, not a number | quote it: ~"1"~
NLG092 number must be a list, not a number | write ~number: [5]~
NLG092 list must be a map, not a list | write a map
NLG091 unknown key "langages" in the file | did you mean ~languages~?
NLG091 unknown key "zzz" in the file | the keys are number, nothing, list, flow, names, languages
`, "~", "`")
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

func TestExtent(t *testing.T) {
	const text = "a: 1\nbb: &x [c, d] # comment\n"
	root, _ := parsed(t, text)
	x := root.Entry("bb").Extent()
	if text[x.Key:x.Colon] != "bb:" || text[x.Value:x.End] != "[c, d]" || root.Get("bb").End() != x.End {
		t.Errorf("%+v", x)
	}
}

func TestQuote(t *testing.T) {
	for name, want := range map[string]string{"a": `"a"`, `a"b`: `'a"b'`, "a\nb": `"a b"`} {
		if got := Quote(name); got != want {
			t.Errorf("%q: %s", name, got)
		}
	}
}

// TestDiagnoseAlias checks the two positions of a diagnostic about a value that
// is reached through an alias.
func TestDiagnoseAlias(t *testing.T) {
	root, _ := parsed(t, "a: &a hello\nm: &m {k: &k [x]}\nb: *a\nn: *m\no: {<<: *m, own: 1}\np: [*a]\nq: {k: *k}\nr: &r {s: *k}\nt: *r\n")
	for path, want := range map[string]string{
		"a":      "f.yml:1:7",
		"b":      "f.yml:3:4, f.yml:1:7 the aliased value is here",
		"m.k":    "f.yml:2:11",
		"n":      "f.yml:4:4, f.yml:2:4 the aliased value is here",
		"n.k":    "f.yml:2:11, f.yml:4:4 used here through an alias",
		"n.k[0]": "f.yml:2:15, f.yml:4:4 used here through an alias",
		"o.k":    "f.yml:2:11, f.yml:5:9 used here through an alias",
		"o.own":  "f.yml:5:18",
		"p[0]":   "f.yml:6:5, f.yml:1:7 the aliased value is here",
		"q.k[0]": "f.yml:2:15, f.yml:7:8 used here through an alias",
		"t.s":    "f.yml:8:11, f.yml:2:11 the aliased value is here",
		"t.s[0]": "f.yml:2:15, f.yml:8:11 used here through an alias",
	} {
		d := root.At(path).Diagnose(diag.Warning, diag.TestKey, "", "")
		got := d.Position.String()
		if d.Related != nil {
			got += ", " + d.Related.String() + " " + d.Related.Message
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	if d := root.Get("b").DiagnoseAt(2, diag.Warning, diag.TestKey, "", ""); d.Position.String() != "f.yml:1:9" || d.Related.String() != "f.yml:3:4" {
		t.Errorf("in an alias: %+v", d)
	}
}

// TestWritten checks how values are written, and what is behind them.
func TestWritten(t *testing.T) {
	root, _ := parsed(t, "a: plain text  # why\nb: \"a\\n\"  \nc: |\n  x\nd: {e: 1, f: 'g'} # h\ng: two\n  lines # i\n")
	for path, want := range map[string]string{
		"a": "plain: plain text>  # why", "b": "double: \"a\\n\">  ", "c": "block: |\n  x>", "d": ": {e: 1, f: 'g'}> # h",
		"d.e": "plain: 1>, f: 'g'} # h", "d.f": ": 'g'>} # h", "g": "plain: two\n  lines> # i",
	} {
		v, style := root.At(path), ""
		switch {
		case v.IsPlain():
			style = "plain"
		case v.IsDoubleQuoted():
			style = "double"
		case v.IsBlock():
			style = "block"
		}
		if got := style + ": " + v.Written() + ">" + v.Behind(); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	if v := root.Get("none"); v.IsPlain() || v.IsBlock() || v.IsDoubleQuoted() || v.Written() != "" || v.Behind() != "" {
		t.Error("a missing value is written")
	}
}
