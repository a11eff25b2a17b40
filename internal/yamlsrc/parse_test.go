package yamlsrc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/diag"
)

// TestValues compares documents with their values in Python; merge keys are read as
// ruamel.yaml reads them.
func TestValues(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"flow", "{a: [1, {b: c}], d: {}}", "{'a': [1, {'b': 'c'}], 'd': {}}"},
		{"JSON", `{"a":[1,2.0,null,true],"b":"\u00e9"}`, "{'a': [1, 2.0, None, True], 'b': 'é'}"},
		{"a name in braces", "a: {name}", "{'a': {'name': None}}"},
		{"folded", "- >\n  a\n  b\n\n  c\n    d\n", `['a b\nc\n  d\n']`},
		{"CRLF", "a: |\r\n  x\r\n  y\r\nb: z\r\n  w\r\n", `{'a': 'x\ny\n', 'b': 'z w'}`},
		{"byte order mark", "\ufeffa: 1", "{'a': 1}"},
		{"markers", "---\na: 1\n...\n", "{'a': 1}"},
		{"directive", "%YAML 1.2\n---\na: 017", "{'a': 17}"},
		{"directive after a comment", "# c\n\n%YAML 1.1 # old\n%TAG ! tag:yaml.org,2002:\n---\na: !str 017", "{'a': '017'}"},
		{"no directive", "- 1\n- |\n  %YAML 1.2\n", `[1, '%YAML 1.2\n']`},
		{"no final line break", "a: b", "{'a': 'b'}"},
		{"scalar", "hello", "'hello'"},
		{
			"keys of every type", "{1: a, 1.5: b, null: c, false: d, [x, 1]: e}",
			"{1: 'a', 1.5: 'b', None: 'c', False: 'd', ('x', 1): 'e'}",
		},
		{"complex key", "? a\n: b\n? c", "{'a': 'b', 'c': None}"},
		{"anchors", "a: &x {k: [1]}\nb: *x\n", "{'a': {'k': [1]}, 'b': {'k': [1]}}"},
		{"anchor on its own line", "a: &x\n  k: 1\nb: *x", "{'a': {'k': 1}, 'b': {'k': 1}}"},
		{"merge", "x: &x {k: 1, z: 0}\ny: {a: 1, <<: *x, z: 2}", "{'x': {'k': 1, 'z': 0}, 'y': {'k': 1, 'z': 2, 'a': 1}}"},
		{"merge of a literal map", "{<<: {a: 1}}", "{'a': 1}"},
		{
			"merge of a list", "- &x {k: 1, z: 0}\n- &y {q: 1, k: 2}\n- {c: 1, <<: [*x, *y]}",
			"[{'k': 1, 'z': 0}, {'q': 1, 'k': 2}, {'q': 1, 'k': 1, 'z': 0, 'c': 1}]",
		},
		{
			"merge of a merge", "- &x {a: 1, b: 1}\n- &y {<<: *x, b: 2}\n- {<<: *y, c: 3}",
			"[{'a': 1, 'b': 1}, {'a': 1, 'b': 2}, {'a': 1, 'b': 2, 'c': 3}]",
		},
		{"merge of nothing", "{<<: [], a: 1}", "{'a': 1}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, problems := Parse("f.yml", []byte(tt.data), Options{})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if got := doc.Root.ToValue().Repr(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestEmptyDocuments(t *testing.T) {
	for _, data := range []string{"", "\n\n", "# only a comment", "# one\n\n# two\n", "---\n", "---\n...\n", "\ufeff", "\ufeff# c", " "} {
		doc, problems := Parse("f.yml", []byte(data), Options{})
		if len(problems) > 0 || doc == nil || doc.Root != nil {
			t.Errorf("%q: got %+v %v", data, doc, problems)
		}
	}
	if doc, _ := Parse("f.yml", []byte("null"), Options{}); doc.Root == nil {
		t.Error("an explicit null counts as no value")
	}
}

func TestManyDocuments(t *testing.T) {
	tests := []struct{ data, want string }{
		{"a: 1\n---\nb: 2\n", "f.yml:2:1"},
		{"a: 1\n---\n", "f.yml:2:1"},
		{"---\n---\na: 1", "f.yml:2:1"},
		{"# c\n---\na: 1\n--- b", "f.yml:4:1"},
		{"a: 1\n...\n# c\nb: 2\n", "f.yml:4:1"},
		{"a: |\n  ---\n---\nx: [\n", "f.yml:3:1"},
	}
	for _, tt := range tests {
		doc, problems := Parse("f.yml", []byte(tt.data), Options{})
		if doc != nil || len(problems) != 1 || problems[0].Code != diag.ManyDocuments || problems[0].Position.String() != tt.want {
			t.Errorf("%q: got %v, want one at %s", tt.data, problems, tt.want)
		}
	}
}

// TestDuplicateKeys checks that keys are compared as in Python, in small maps and in
// large ones.
func TestDuplicateKeys(t *testing.T) {
	tests := []struct {
		data, want, first string
	}{
		{"a: 1\nb: 2\na: 3", "3:1", "1:1"},
		{"a: 1\n'a': 3", "2:1", "1:1"},
		{"1: a\ntrue: b", "2:1", "1:1"},
		{"1: a\n1.0: b", "2:1", "1:1"},
		{"0: a\n-0.0: b", "2:1", "1:1"},
		{"~: a\nnull: b", "2:1", "1:1"},
		{"[1, a]: x\n[true, a]: y", "2:1", "1:1"},
		{"x:\n- {b: 1, c: {d: 1, d: 2}}", "2:20", "2:14"},
		{"&k a: 1\n*k : 2", "1:4", "1:4"},
		{"${FOO}: 1\nbar: 2", "2:1", "1:1"},
		{"x: &x {a: 1}\ny: {<<: *x, b: 1, b: 2}", "2:19", "2:13"},
	}
	for _, tt := range tests {
		for _, padding := range []string{"", "p1: 1\np2: 1\np3: 1\np4: 1\np5: 1\np6: 1\np7: 1\np8: 1\np9: 1\n"} {
			doc, problems := Parse("f.yml", []byte(tt.data+"\n"+padding), Options{Env: testEnv})
			if doc == nil || len(problems) != 1 || problems[0].Code != diag.DuplicateKey || problems[0].Related == nil {
				t.Errorf("%q: got %v", tt.data, problems)
				continue
			}
			if got := problems[0].Position.String(); got != "f.yml:"+tt.want {
				t.Errorf("%q: got %s, want %s", tt.data, got, tt.want)
			}
			if got := problems[0].Related.String(); got != "f.yml:"+tt.first {
				t.Errorf("%q: first at %s, want %s", tt.data, got, tt.first)
			}
		}
	}
	late := manyKeys(20) + "key3: again\n7: again\n"
	if _, problems := Parse("f.yml", []byte(late), Options{}); len(problems) != 2 {
		t.Errorf("got %v", problems)
	}
	for _, data := range []string{"1: a\n'1': b", "true: a\n'true': b", "a: 1\nA: 2", "null: 1\n'': 2"} {
		if _, problems := Parse("f.yml", []byte(data), Options{}); len(problems) > 0 {
			t.Errorf("%q: %v", data, problems)
		}
	}
}

func TestMergeKeyErrors(t *testing.T) {
	for _, data := range []string{"<<: 5", "<<:", "<<: [1]", "<<: [[{a: 1}]]"} {
		_, problems := Parse("f.yml", []byte(data), Options{})
		if len(problems) != 1 || problems[0].Code != diag.BadMergeKey {
			t.Errorf("%q: got %v", data, problems)
		}
	}
	_, problems := Parse("f.yml", []byte("{<<: {a: 1}, <<: {b: 1}}"), Options{})
	if len(problems) != 1 || problems[0].Code != diag.DuplicateKey {
		t.Errorf("got %v", problems)
	}
	for _, data := range []string{"a: <<", "- <<", "a: =", "[=]"} {
		_, problems := Parse("f.yml", []byte(data), Options{})
		if len(problems) != 1 || problems[0].Code != diag.BadScalar {
			t.Errorf("%q: got %v", data, problems)
		}
	}
}

// TestLesserErrorsLeaveTree checks that lesser errors leave a usable tree.
func TestLesserErrorsLeaveTree(t *testing.T) {
	doc, problems := Parse("f.yml", []byte("a: !foo x\nb: 1\nb: 2\nc: ${NOPE}\nd: &d [*d]\n"), Options{})
	if doc == nil || len(problems) != 4 {
		t.Fatalf("got %v", problems)
	}
	if got, want := doc.Root.ToValue().Repr(), "{'a': 'x', 'b': 1, 'c': '${NOPE}', 'd': [[]]}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestGet(t *testing.T) {
	doc, _ := Parse("f.yml", []byte("a: 1\n2: b\n[a]: c\nlist: [1]"), Options{})
	if got := doc.Root.Get("a").Value.Repr(); got != "1" {
		t.Errorf("got %s", got)
	}
	var none *Node
	if doc.Root.Get("2") != nil || doc.Root.Get("b") != nil || doc.Root.Get("list").Get("a") != nil || none.Get("a") != nil {
		t.Error("got a value for a missing key")
	}
}

// TestOrigin checks that an alias has the content and position of its anchor,
// and that its own position is known, as is that of a merge key.
func TestOrigin(t *testing.T) {
	doc, found := Parse("f.yml", []byte("a: &x [1]\nb: *x\nm: &m {k: v, l: w}\nn: {<<: *m, l: z}\no: *m\np:\n  <<: [*m]\n"), Options{})
	if len(found) > 0 {
		t.Fatal(found)
	}
	get := doc.Root.Get
	if a, b := get("a"), get("b"); a.Items[0] != b.Items[0] || a.offset != b.offset || a.Line != b.Line || a.Column != b.Column {
		t.Errorf("%+v is not %+v", b, a)
	}
	for _, tt := range []struct {
		in    *Node
		child *Node
		want  string
	}{
		{doc.Root, get("a"), ""},
		{doc.Root, get("b"), "f.yml:2:4"},
		{get("b"), get("b").Items[0], ""},
		{doc.Root, get("m"), ""},
		{get("m"), get("m").Get("k"), ""},
		{doc.Root, get("n"), ""},
		{get("n"), get("n").Get("k"), "f.yml:4:9"},
		{get("n"), get("n").Get("l"), ""},
		{doc.Root, get("o"), "f.yml:5:4"},
		{get("o"), get("o").Get("k"), ""},
		{get("p"), get("p").Get("k"), "f.yml:7:7"},
	} {
		got := ""
		if origin := tt.in.Origin(tt.child); origin != nil {
			got = doc.OriginPosition(origin).String()
		}
		if got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.child, got, tt.want)
		}
	}
	if doc.Release(); doc.Root != nil || doc.origins != nil {
		t.Error("nodes are kept")
	}
}

func TestDiagnose(t *testing.T) {
	doc, _ := Parse("f.yml", []byte("a: 1\r\nbé: 2\r\n"), Options{})
	got := doc.Diagnose(2, 5, diag.Warning, diag.UnknownKey, "message", "hint")
	want := diag.Diagnostic{
		Position: diag.Position{File: "f.yml", Line: 2, Column: 5},
		Severity: diag.Warning, Code: diag.UnknownKey,
		Message: "message", Hint: "hint", Source: "bé: 2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, line := range []int{0, -1, 4, 99} {
		if got := doc.Diagnose(line, 1, diag.Warning, diag.UnknownKey, "", ""); got.Source != "" {
			t.Errorf("line %d: got %q", line, got.Source)
		}
	}
	if got := doc.Position(doc.Root.Get("bé")).String(); got != "f.yml:2:5" {
		t.Errorf("got %s", got)
	}
}
