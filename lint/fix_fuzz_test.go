package lint_test

import (
	"bytes"
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// FuzzFixConditions rewrites any file: what is not rewritten stays, the result is
// content as much as the file was, and a second run has nothing to do.
func FuzzFixConditions(f *testing.F) {
	for _, seed := range []string{
		"responses:\n  a:\n  - text: b\n    condition:\n    - type: slot\n      name: x\n      value: 5\n    id: c\n",
		"responses: {a: [{text: b, condition: [{type: slot, name: x, value: gold}]}]}",
		"responses:\n  a:\n  - &v\n    condition: &c\n    - &i {type: slot, name: x, value: null} # c\n    text: b\n  - <<: *v\n    condition: [*i]\n  - *v\n",
		"? responses\n: ? a\n  : - {condition: !!seq [{\"type\":\"slot\",name: x,value: \"\\u0073\"},],text: b}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kept := bytes.Clone(data)
		file := nlg.File{Path: "a.yml", Data: data}
		var w responses.Rewriter
		fix := lint.FixConditions(file, &w)
		if !bytes.Equal(kept, data) {
			t.Fatal("the file was written to")
		}
		if len(fix.Done) == 0 {
			if !bytes.Equal(fix.Data, data) {
				t.Fatalf("nothing was rewritten, but the file is %q", fix.Data)
			}
			return
		}
		before, _ := nlg.Compile([]nlg.File{file}, nlg.Options{})
		file.Data = fix.Data
		after, found := nlg.Compile([]nlg.File{file}, nlg.Options{})
		if (before == nil) != (after == nil) {
			t.Fatalf("%q: %v", fix.Data, found)
		}
		if again := lint.FixConditions(file, &w); len(again.Done) > 0 {
			t.Fatalf("%q: %v", fix.Data, again.Done)
		}
	})
}
