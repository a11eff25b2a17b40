package record

import (
	"testing"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// FuzzFilter checks a filter against the reader of JSON: what it keeps is what was
// sent, and what it hides has the same shape.
func FuzzFilter(f *testing.F) {
	for _, text := range []string{
		`{}`, ` { "a" : [ 1 , "x" , { } ] } `, `{"a":1,"a":2}`, `{"a":1,}`, `{"a" 1}`, `{"a":[1 2]}`, `{"a":"\u00e4\ud83d","\"":-0.0}`,
		`{"a":1e400}`, `{"a":[}`, `{"a":}`, `[]`, `null`, ``, `{"a":1}x`, `{"a":{"b":{"":null}}}`, "{\"a\":\"\xff\"}", `{"a":01}`, `{"a":tru}`, `{"a":"`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		keep := filter{mask: &mask{content: true}}
		keep.part(text, "  ")
		if keep.tooLarge {
			return
		}
		sent, err := python.ParseJSON(text)
		if err != nil || sent.Kind() != python.KindDict {
			sent = python.OfDict(nil)
		}
		// Infinity and NaN have no JSON, and become null.
		want, _ := python.ParseJSON(string(sent.AppendJSON(nil)))
		got, err := python.ParseJSON(string(keep.out))
		if err != nil || got.Repr() != want.Repr() {
			t.Fatalf("%s became %s, want %s: %v", text, keep.out, want.Repr(), err)
		}
		hide := filter{mask: &mask{}, sum: newSum([saltBytes]byte{})}
		hide.part(text, "")
		hidden, err := python.ParseJSON(string(hide.out))
		if err != nil || !hide.tooLarge && hidden.Dict().Len() != sent.Dict().Len() {
			t.Fatalf("%s became %s: %v", text, hide.out, err)
		}
		sent.Dict().Each(func(name string, v nlg.Value) bool {
			if x, ok := hidden.Dict().Get(name); !ok || x.Truth() != v.Truth() || len(x.Items()) != len(v.Items()) {
				t.Fatalf("%s of %s became %s", name, text, hide.out)
			}
			return true
		})
	})
}
