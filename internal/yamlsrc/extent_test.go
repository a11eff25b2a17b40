package yamlsrc_test

import (
	"strings"
	"testing"

	"nlgserver/internal/yamlsrc"
)

// TestExtent finds the entry "x" of a map; « » mark its value.
func TestExtent(t *testing.T) {
	for name, marked := range map[string]string{
		"plain":                 "x: «two words» # why\ny: 1\n",
		"plain, colon in text":  "x: «a:b#c» # d\n",
		"number":                "x: «12» # why\n",
		"plain over lines":      "x: «one\n  two»\n\ny: 1\n",
		"single quotes":         "x: «'it''s # no comment'» # why\n",
		"double quotes":         `x: «"a \" b"» # why` + "\n",
		"double over lines":     "x: «\"one\n  two\"»\n",
		"literal":               "x: «|\n  one\n  two»\n\ny: 1\n",
		"literal, nothing":      "x: «|»\ny: 1\n",
		"folded":                "x: «>-\n  one\n  two»\n# why\ny: 1\n",
		"nothing":               "x:«» # why\ny: 1\n",
		"nothing at the end":    "x:«»",
		"null":                  "x: «null»\n",
		"anchor":                "x: &a «one»\ny: *a\n",
		"alias":                 "y: &a one\nx: «*a» # why\n",
		"flow list":             "x: «[a, \"b]\", 'c', [d], it's]» # why\n",
		"flow list over lines":  "x: «[a, # one\n  b, ]»\n",
		"flow map":              "x: «{a: 1, \"b\": {c: }, d}» # why\n",
		"in a flow map":         "{y: 1, x: «two words», z: 3}\n",
		"in a flow map, number": "{y: 1, x: «12»}\n",
		"last in a flow map":    "{x: «'a'»}",
		"list":                  "x:\n  «- a\n  - b: 1\n    c: d»  # why\ny: 1\n",
		"list without indent":   "x:\n«- a\n- b»\ny: 1\n",
		"list of lists":         "x:\n  «- - a\n    - b\n  - [c]»\ny: 1\n",
		"list with an empty":    "x:\n  «- a\n  -»\ny: 1\n",
		"map":                   "x: # why\n  «a: 1\n  b:\n    - c»\n\ny: 1\n",
		"map, value empty":      "x:\n  «a:» # why\n",
		"text beyond ASCII":     "y: größe\nx: «日本 語» # why\n",
		"carriage returns":      "y: 1\r\nx: «one»\r\nz: 2\r\n",
	} {
		text := strings.NewReplacer("«", "", "»", "").Replace(marked)
		doc, problems := yamlsrc.Parse("x.yml", []byte(text), yamlsrc.Options{})
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		for _, p := range doc.Root.Pairs {
			if key, _ := p.Key.Value.Text(); key != "x" {
				continue
			}
			e := doc.Extent(p)
			got := doc.Text()[:e.Value] + "«" + doc.Text()[e.Value:e.End] + "»" + doc.Text()[e.End:]
			if got != marked {
				t.Errorf("%s:\n%s\nwant\n%s", name, got, marked)
			}
			if !strings.HasPrefix(text[e.Key:], "x") || text[e.Colon-1] != ':' {
				t.Errorf("%s: key at %d, colon at %d", name, e.Key, e.Colon)
			}
		}
	}
}

// FuzzExtent checks that every extent is within the file.
func FuzzExtent(f *testing.F) {
	for _, seed := range []string{"a: 1\nb: [x, {y: z}]\n", "- &a x\n- *a\n", "a: |\n  t\nb:\n", "{a: 'it''s', b}", "? a\n: b\n", "<<: {a: b}\nc: d\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, _ := yamlsrc.Parse("x.yml", data, yamlsrc.Options{})
		if doc == nil || doc.Root == nil {
			return
		}
		var walk func(n *yamlsrc.Node, depth int)
		walk = func(n *yamlsrc.Node, depth int) {
			if end := doc.End(n); end < doc.Start(n) || end > len(doc.Text()) {
				t.Fatalf("from %d to %d of %d", doc.Start(n), end, len(doc.Text()))
			}
			if depth > 4 {
				return
			}
			for _, item := range n.Items {
				walk(item, depth+1)
			}
			for _, p := range n.Pairs {
				if e := doc.Extent(p); e.Key > e.Colon || e.Colon > e.Value || e.Value > e.End || e.End > len(doc.Text()) {
					t.Fatalf("%+v of %d", e, len(doc.Text()))
				}
				walk(p.Value, depth+1)
			}
		}
		walk(doc.Root, 0)
	})
}

// TestOddBreakAfterBlockSign reads blocks whose sign is followed by a character that
// only YAML 1.1 takes for a line break.
func TestOddBreakAfterBlockSign(t *testing.T) {
	for _, odd := range []string{"\u0085", "\u2028", "\u2029"} {
		for _, sign := range []string{"|", "|2", ">", ">1-", "|+"} {
			for _, text := range []string{"\n   x", "\n  x\n", "x", "\n\n x", " #c\n  x", "\tx\n  y"} {
				yamlsrc.Parse("f.yml", []byte("a: "+sign+odd+text), yamlsrc.Options{}) // must not panic
			}
		}
	}
}
