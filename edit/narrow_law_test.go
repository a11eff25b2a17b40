package edit_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// TestNarrowLaw: an editor that reads only the lines of a response does what one does
// that reads the whole file, to the byte, one op after the other; and what it then knows
// of the file is what it would read in it. Run it with -rapid.checks=10000.
func TestNarrowLaw(t *testing.T) {
	t.Run("generated", func(t *testing.T) {
		counts := map[string]int{}
		rapid.Check(t, func(t *rapid.T) {
			both(t, nlg.File{Path: "r.yml", Data: []byte(disturbed(t, generated(t))), Direct: true}, counts)
		})
		t.Log(counts)
		if counts["narrow"] < counts["wide"]/4 {
			t.Errorf("hardly anything is edited without reading the whole file: %v", counts)
		}
	})
	t.Run("corpus", func(t *testing.T) {
		corpus := assistants(t)
		counts := map[string]int{}
		rapid.Check(t, func(t *rapid.T) {
			f := corpus[rapid.IntRange(0, len(corpus)-1).Draw(t, "file")]
			f.Path, f.Direct = "r.yml", true
			both(t, f, counts)
		})
		t.Logf("%d files: %v", len(corpus), counts)
		if counts["narrow"] < counts["wide"] {
			t.Errorf("hardly anything is edited without reading the whole file: %v", counts)
		}
	})
}

// both does ops on a file with both editors, and counts how.
func both(t *rapid.T, f nlg.File, counts map[string]int) {
	cache := &edit.Cache{}
	beside := nlg.File{Path: "other.yml", Data: []byte("responses:\n  utter_b:\n  - text: elsewhere\n"), Direct: true}
	for range rapid.IntRange(1, 4).Draw(t, "steps") {
		all := []nlg.File{f}
		if rapid.IntRange(0, 3).Draw(t, "beside") == 0 {
			all = append(all, beside)
		}
		ops, ok := drawOps(t, f)
		if !ok {
			counts["none"]++
			return
		}
		alone, isNarrow := cache.Alone(f, ops[0].Response)
		if isNarrow {
			readsAlike(t, f, alone, ops[0].Response)
		}
		opts := edit.Options{IgnoreWas: true}
		want, wantErr := edit.Apply(all, ops, opts)
		opts.Cache = cache
		got, err := edit.Apply(all, ops, opts)
		if !isSameError(err, wantErr) {
			t.Fatalf("%v: %v, read as a whole: %v\n%s", ops, err, wantErr, f.Data)
		}
		switch {
		case err != nil:
			counts["refused"]++
			continue
		case !bytes.Equal(got[0].Data, want[0].Data):
			t.Fatalf("%v %s\n%q\nread as a whole\n%q\nof\n%q", ops, ops[0].Value, got[0].Data, want[0].Data, f.Data)
		case isNarrow && !ops[0].Kind.ChangesNames():
			counts["narrow"]++
		default:
			counts["wide"]++
		}
		if known, has, differ := cache.Stale(got[0]); differ {
			t.Fatalf("%v %s: known\n%+v\nhas\n%+v\n%.3000q\nof\n%.3000q", ops, ops[0].Value, known, has, got[0].Data, f.Data)
		}
		f = got[0]
	}
}

// drawOps returns ops on one response.
func drawOps(t *rapid.T, f nlg.File) (ops []edit.Op, ok bool) {
	doc := responses.Open(f, responses.Options{})
	var names []string
	for r := range doc.Responses() {
		names = append(names, r.Name)
	}
	if len(names) == 0 {
		return nil, false
	}
	name := rapid.SampledFrom(names).Draw(t, "response")
	list := doc.Root().Get("responses").Get(name)
	if list.IsMissing() {
		list = doc.Root().Get("templates").Get(name)
	}
	for range rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(t, "ops") {
		number := rapid.IntRange(1, max(list.Len(), 1)).Draw(t, "number")
		ops = append(ops, drawOp(t, name, number, item(list, number-1), list.Len()))
	}
	return ops, true
}

// readsAlike checks that a response means the same in a file of its own.
func readsAlike(t *rapid.T, f, alone nlg.File, name string) {
	values := map[bool]string{}
	for whole, f := range map[bool]nlg.File{true: f, false: alone} {
		doc := responses.Open(f, responses.Options{Env: env})
		if doc.Diagnostics().Refused() {
			t.Fatalf("%v\n%s", doc.Diagnostics(), f.Data)
		}
		for _, key := range []string{"templates", "responses"} {
			if v := doc.Root().Get(key).Get(name); !v.IsMissing() {
				values[whole] = v.Python().Repr()
			}
		}
	}
	if values[true] != values[false] {
		t.Fatalf("%s reads as\n%s\nalone\n%s\n%q\n%q", name, values[true], values[false], f.Data, alone.Data)
	}
}

func isSameError(a, b error) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	x, isX := errors.AsType[*edit.Error](a)
	y, isY := errors.AsType[*edit.Error](b)
	if isX && isY {
		return x.Index == y.Index && x.Reason == y.Reason && x.Position == y.Position
	}
	return a.Error() == b.Error()
}

// disturbed puts around a file, and into it, what makes a part of it mean something else
// than it does in the whole.
func disturbed(t *rapid.T, text string) string {
	draw := func(what string, all ...string) string { return rapid.SampledFrom(all).Draw(t, what) }
	for range rapid.IntRange(0, 2).Draw(t, "disturbances") {
		lines := strings.SplitAfter(text, "\n")
		at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
		insert := func(line string) {
			text = strings.Join(lines[:at], "") + line + strings.Join(lines[at:], "")
		}
		switch rapid.IntRange(0, 11).Draw(t, "disturbance") {
		case 0:
			text = strings.TrimRight(text, "\n") + "\n" + draw("end", "---\nother: 1\n", "...\n", "---\n", "... # end\n", "--- |\n  text\n")
		case 1:
			text = strings.TrimRight(text, "\n") + "\n" + draw("section", "responses:\n  utter_x:\n  - text: again\n", "templates:\n  utter_x:\n  - text: old\n", "slots:\n  a: {type: text}\n", "\"quoted\": 1\n", "? a\n: b\n", "<<: {x: 1}\n", "e: [a,\n  b]\n")
		case 2:
			text = draw("start", "anchors:\n- &x1 Hi\n- &x2 {text: Hi}\n", "a: &x1 1\nb: *x1\n", "%YAML 1.1\n---\n", "%TAG !e! tag:e:\n---\n", "# only a comment\n\n", "a: |\n  responses:\n    utter_a:\n", "a: \"\n  responses:\n\"\n", "base: &x1\n  utter_z:\n  - text: z\n") + text
		case 3:
			insert(draw("gap", "\n", "    \n", "# text: x\n", "   # x\n", "          # deep\n", "\t\n", "  \t# tab\n", "#\u2028x: y\n"))
		case 4:
			insert(draw("response", "  utter_a:\n  - text: twice\n", "  utter_q: []\n", "  utter_r:\n", "  utter_s: text\n", "  5:\n  - text: five\n", "  utter_t: [{text: a},\n    {text: b}]\n", "  \"utter_u\":\n  - text: u\n", "  ? utter_v\n  : - text: v\n", "  <<: *x1\n", "  utter_w: &x9\n  - text: w\n", "  utter_y: *x9\n", "  _:\n  - text: under\n"))
		case 5:
			text = strings.Replace(text, "responses:", draw("key", "responses: # all of them", "responses: &all", "\"responses\":", "responses : ", "responses: !!map", "responses:\n  # first\n"), 1)
		case 6:
			margin := strings.Repeat(" ", rapid.IntRange(1, 3).Draw(t, "margin"))
			for i, line := range lines {
				if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "%") && !strings.HasPrefix(line, "---") {
					lines[i] = margin + line
				}
			}
			text = strings.Join(lines, "")
		case 7:
			text = strings.ReplaceAll(text, "\r\n", "\n")
			text = strings.ReplaceAll(text, "\n", draw("break", "\r\n", "\r"))
		case 8:
			text = strings.Replace(text, "Hello", draw("text", "a\u2028b", "a\u0085b", "Q & A", "*bold*", "\"*x1\""), 1)
		case 9:
			insert(draw("block", "  utter_k:\n  - text: |+\n      a\n\n\n", "  utter_l:\n  - text: |\n      a\n      # no comment\n", "  utter_m:\n  - text: >-\n      a\n\n      b\n\n", "  utter_n:\n  - text: |2\n        a\n", "  utter_o:\n  - text: |+\n"))
		case 10:
			text = strings.TrimRight(text, "\r\n ")
		default:
			for i := range 3 {
				text = strings.TrimRight(text, "\n") + fmt.Sprintf("\n  utter_more_%d:\n  - text: %s\n", i, draw("text", "a", "'b'", "\"c\"", "|\n      d", "{e}"))
			}
		}
	}
	return text
}
