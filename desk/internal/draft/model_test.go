package draft

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
)

// anyOp draws an op that fits files.
func anyOp(t *rapid.T, files []nlg.File, fresh *int) edit.Op {
	var names []string
	counts := map[string]int{}
	for _, f := range files {
		for name, list := range pileOf(f).Responses {
			names = append(names, name)
			counts[name] = len(list)
		}
	}
	*fresh++
	v, _ := json.Marshal(variation(fmt.Sprintf("n%d", *fresh), rapid.SampledFrom([]string{"x", "y z", "long text"}).Draw(t, "text")))
	name := "utter_new"
	if len(names) > 0 {
		name = rapid.SampledFrom(sorted(names)).Draw(t, "response")
	}
	kind := rapid.SampledFrom([]edit.Kind{
		edit.Set, edit.Set, edit.Set, edit.Set, edit.AddVariation, edit.RemoveVariation, edit.MoveVariation, edit.AddResponse, edit.RemoveResponse, edit.RenameResponse,
	}).Draw(t, "kind")
	n := counts[name]
	switch {
	case kind == edit.AddResponse || n == 0:
		return edit.Op{Kind: edit.AddResponse, File: "a.yml", Response: fmt.Sprintf("utter_%d", *fresh), Value: []byte("[" + string(v) + "]")}
	case kind == edit.RenameResponse:
		return edit.Op{Kind: kind, Response: name, Value: quoted(fmt.Sprintf("utter_%d", *fresh))}
	case kind == edit.RemoveVariation && n == 1:
		kind = edit.RemoveResponse
	}
	op := edit.Op{Kind: kind, Response: name}
	if kind != edit.RemoveResponse {
		op.Number = rapid.IntRange(1, n).Draw(t, "number")
	}
	switch kind {
	case edit.Set:
		op.Path, op.Value = "text", quoted(fmt.Sprintf("t%d", *fresh))
	case edit.AddVariation:
		op.Number, op.Value, op.To = 0, v, rapid.IntRange(0, n).Draw(t, "to")
	case edit.MoveVariation:
		op.To = rapid.IntRange(1, n).Draw(t, "to")
	}
	return op
}

func sorted(names []string) []string {
	for i := range names {
		for j := i; j > 0 && names[j] < names[j-1]; j-- {
			names[j], names[j-1] = names[j-1], names[j]
		}
	}
	return names
}

// TestModel compares a draft with a list of what the files were after each step.
func TestModel(t *testing.T) {
	t.Run("simple", func(t *testing.T) { model(t, simpleApply, twoFiles()) })
	t.Run("edit", func(t *testing.T) { model(t, editApply, inBlocks(twoFiles())) })
}

// editApply does ops as drafts do.
func editApply(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
	return edit.Apply(files, []edit.Op{op}, edit.Options{IgnoreWas: ignoreWas})
}

// seen gives an op what its author sees.
func seen(files []nlg.File, op edit.Op) edit.Op {
	if op.Kind == edit.Set {
		for _, f := range files {
			if list, ok := pileOf(f).Responses[op.Response]; ok {
				if was, has := list[op.Number-1][op.Path]; has {
					op.Was, _ = json.Marshal(was)
				}
			}
		}
	}
	return op
}

func model(t *testing.T, apply Apply, base []nlg.File) {
	top := t.TempDir()
	runs := 0
	var minutes time.Duration
	clock := func() time.Time { // no step is the continuation of another
		minutes++
		return time.Unix(0, 0).Add(minutes * time.Minute)
	}
	laws.Check(t, func(t *rapid.T) {
		runs++
		dir := filepath.Join(top, fmt.Sprint(runs))
		s, err := OpenStore(Config{Dir: dir, Apply: apply})
		must(t, err)
		s.now = clock
		defer func() { _ = s.Close(); _ = os.RemoveAll(dir) }()
		d, _ := mustOpen(t, s, "ann", base)
		history, now, fresh := [][]nlg.File{base}, 0, 0
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1, 2, 3, 4:
				op := seen(d.Files(), anyOp(t, d.Files(), &fresh))
				want, err := apply(history[now], op, false)
				must(t, err)
				must(t, d.Do(op))
				if !sameFiles(want, history[now]) {
					history, now = append(history[:now+1:now+1], want), now+1
				}
			case 5:
				text := string(d.Files()[1].Data)
				want := []nlg.File{history[now][0], pile{map[string][]map[string]any{fmt.Sprint("utter_t", fresh): {variation("t", "ü")}}}.file("c.yml")}
				fresh++
				must(t, d.EditText("c.yml", string(want[1].Data)))
				if text != string(want[1].Data) {
					history, now = append(history[:now+1:now+1], want), now+1
				}
			case 6, 7:
				if err := d.Undo(); (err == nil) != (now > 0) {
					t.Fatal(err)
				}
				now = max(now-1, 0)
			case 8:
				if err := d.Redo(); (err == nil) != (now < len(history)-1) {
					t.Fatal(err)
				}
				now = min(now+1, len(history)-1)
			case 9:
				_ = s.Close()
				s, err = OpenStore(Config{Dir: dir, Apply: apply})
				must(t, err)
				s.now = clock
				d, _ = mustOpen(t, s, "ann", base)
			}
			if !sameFiles(d.Files(), history[now]) {
				t.Fatalf("got %v, want %v", textsByID(d.Files()), textsByID(history[now]))
			}
		}
	})
}

// TestTwoAuthors checks the law of merging: of each variation's text, what one author
// changed holds; where both did, it is a conflict, and nothing that either wrote is
// lost.
func TestTwoAuthors(t *testing.T) {
	t.Run("simple", func(t *testing.T) { twoAuthors(t, simpleApply, twoFiles()) })
	t.Run("edit", func(t *testing.T) { twoAuthors(t, editApply, inBlocks(twoFiles())) })
}

func twoAuthors(t *testing.T, apply Apply, base []nlg.File) {
	top := t.TempDir()
	runs := 0
	laws.Check(t, func(t *rapid.T) {
		runs++
		dir := filepath.Join(top, fmt.Sprint(runs))
		s, err := OpenStore(Config{Dir: dir, Apply: apply})
		must(t, err)
		defer func() { _ = s.Close(); _ = os.RemoveAll(dir) }()
		ann, _ := mustOpen(t, s, "ann", base)
		bob, _ := mustOpen(t, s, "bob", base)
		fresh := 0
		wrote := map[string]bool{} // what ann ever made of a variation, as id and text
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			d := ann
			if rapid.Bool().Draw(t, "bob") {
				d = bob
			}
			op := seen(d.Files(), anyOp(t, d.Files(), &fresh))
			for op.Kind == edit.RenameResponse || op.Kind == edit.RemoveResponse {
				op = seen(d.Files(), anyOp(t, d.Files(), &fresh))
			}
			must(t, d.Do(op))
			for id, text := range textsByID(ann.Files()) {
				wrote[id+":"+text] = true
			}
		}
		was, mine, theirs := textsByID(base), textsByID(ann.Files()), textsByID(bob.Files())
		_, err = ann.Rebase(bob.Files())
		must(t, err)
		_, err = bob.Published(bob.Status().Last, bob.Files())
		must(t, err)
		got := textsByID(ann.Files())
		conflicts := ann.Status().Conflicts
		about := func(id string) bool {
			for _, c := range conflicts {
				if bytes.Contains(c.Base, []byte(`"id":"`+id+`"`)) || isNone(c.Base) && c.Kind == edit.AddVariation || c.Gone || ofVariation(ann.Files(), c) == id {
					return true
				}
			}
			return false
		}
		// Both removed a part of a response, and together all of it.
		refused := func(id string) bool {
			for _, c := range conflicts {
				if c.Kind == edit.RemoveVariation && same(c.Base, c.Theirs) && ofVariation(ann.Files(), c) == id {
					return true
				}
			}
			return false
		}
		ids := map[string]bool{}
		for _, m := range []map[string]string{was, mine, theirs, got} {
			for id := range m {
				ids[id] = true
			}
		}
		for id := range ids {
			a, inA := was[id]
			m, inM := mine[id]
			h, inH := theirs[id]
			g, inG := got[id]
			changedM, changedH := a != m || inA != inM, a != h || inA != inH
			want, in := a, inA
			switch {
			case changedM && changedH && (m != h || inM != inH):
				if !about(id) {
					t.Fatalf("%s: both changed it, and it is no conflict: %+v", id, conflicts)
				}
				want, in = h, inH
			case changedM && !refused(id):
				want, in = m, inM
			case changedM && inG && wrote[id+":"+g]:
				want, in = g, true // what she wrote before she removed it holds
			case changedH:
				want, in = h, inH
			}
			if g != want || in != inG {
				t.Fatalf("%s: got %q %v, want %q %v\nbase %v\nmine %v\ntheirs %v\nconflicts %+v", id, g, inG, want, in, was, mine, theirs, conflicts)
			}
		}
		before := ann.Files()
		_ = s.Close()
		s, err = OpenStore(Config{Dir: dir, Apply: apply})
		must(t, err)
		ann, _ = mustOpen(t, s, "ann", ann.Base())
		if !sameFiles(before, ann.Files()) || conflictsAsText(ann.Status().Conflicts) != conflictsAsText(conflicts) {
			t.Fatal("not the same after a restart")
		}
	})
}

func textsByID(files []nlg.File) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		for _, list := range pileOf(f).Responses {
			for _, v := range list {
				id, _ := v["id"].(string)
				out[id], _ = v["text"].(string)
			}
		}
	}
	return out
}

// ofVariation returns the id of the variation that a conflict is about.
func ofVariation(files []nlg.File, c Conflict) string {
	for _, f := range files {
		if list := pileOf(f).Responses[c.Response]; c.Number >= 1 && c.Number <= len(list) {
			id, _ := list[c.Number-1]["id"].(string)
			return id
		}
	}
	return ""
}
