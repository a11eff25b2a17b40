package draft

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// twins are two drafts that have the same done to them: one as the desk has it, and one
// that reads whole files for each op and keeps nothing of them.
type twins struct {
	t      *rapid.T
	stores [2]*Store
	drafts [2]*Draft
}

func newTwins(t *rapid.T, dirs [2]string, files []nlg.File) *twins {
	w := &twins{t: t}
	clock := time.Unix(0, 0)
	for i, dir := range dirs {
		config := Config{Dir: dir}
		if i == 1 {
			config.Apply = func(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
				return edit.Apply(files, []edit.Op{op}, edit.Options{IgnoreWas: ignoreWas})
			}
		}
		s, err := OpenStore(config)
		must(t, err)
		s.now = func() time.Time { return clock }
		if i == 1 {
			s.cache = nil
			s.all = func(files []nlg.File, ops []edit.Op, ignoreWas bool) ([]nlg.File, error) {
				return edit.Apply(files, ops, edit.Options{IgnoreWas: ignoreWas})
			}
		}
		w.stores[i] = s
		w.drafts[i], _ = mustOpen(t, s, "ann", files)
	}
	return w
}

// both does something with both drafts, and compares what comes of it.
// With isAny, either may name another of several ops that cannot be done.
func (w *twins) both(what string, isAny bool, do func(d *Draft) (any, error)) bool {
	w.t.Helper()
	var out [2]any
	var errs [2]error
	for i, d := range w.drafts {
		out[i], errs[i] = do(d)
	}
	if (errs[0] == nil) != (errs[1] == nil) {
		w.t.Fatalf("%s: %v, read as a whole: %v\n%s", what, errs[0], errs[1], shownFiles(w.drafts[1].All()))
	}
	if errs[0] != nil && errs[0].Error() != errs[1].Error() && !isAny {
		w.t.Fatalf("%s: %v, read as a whole: %v", what, errs[0], errs[1])
	}
	if !reflect.DeepEqual(out[0], out[1]) {
		w.t.Fatalf("%s: %+v, read as a whole: %+v", what, out[0], out[1])
	}
	w.compare(what)
	return errs[0] == nil
}

func (w *twins) compare(what string) {
	w.t.Helper()
	a, b := w.drafts[0], w.drafts[1]
	x, y := a.All(), b.All()
	for i := range y {
		if i >= len(x) || x[i].Path != y[i].Path || !bytes.Equal(x[i].Data, y[i].Data) {
			w.t.Fatalf("%s:\n%s\nread as a whole\n%s", what, shownFiles(x), shownFiles(y))
		}
	}
	p, _ := json.Marshal(a.state)
	q, _ := json.Marshal(b.state)
	if !bytes.Equal(p, q) {
		w.t.Fatalf("%s:\n%s\nread as a whole\n%s", what, p, q)
	}
}

func shownFiles(files []nlg.File) string {
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%s %.6000q\n", f.Path, f.Data)
	}
	return b.String()
}

var nasty = []string{
	"Hello", "Hallo", "Hullo", "", "a: b # c", "\"q\"\n", "- x", "two\nlines\n", "\n\nx", "*a", "&a b", "yes", "12", "é 日本", " lead", "trail ", "'", "a\u2028b", "x:\n  y", "| no", "responses:", "---", "...", "# not", "{a}", "{slot}", "\t", "a\r\nb", "long " + "word word word word word word word word word word word word word word word word word word",
}

var nastyFiles = []string{
	"responses:\n  utter_a:\n  - text: one\n    id: a1\n  - text: two\n    buttons:\n    - title: Yes\n      payload: /y\n    - {title: No, payload: /n}\n\n  # between\n  utter_b:\n  - text: |\n      block\n      more\n\n  - >-\n    folded\n    old form\n  \"utter_c d\":\n  - text: 'it''s'\n    translation:\n      de: Es\n  utter_d: [{text: f}, {text: g, id: g1}]\n",
	"\ufeffversion: \"3.1\"\r\nresponses:\r\n    utter_a:\r\n    - text: one\r\n    # far\r\n    utter_b:\r\n    - text: |+\r\n        kept\r\n\r\n\r\n    utter_c d:\r\n    - text: \"q\"\r\nslots: {}",
	"a: &x\n  text: shared\nresponses:\n  utter_a:\n  - *x\n  - text: one\n    <<: {id: m}\n  utter_b: &b\n  - text: b\n    id: b1\n  utter_d: *b\n  utter_e:\n  - text: e\n# end",
	"responses:\n  utter_a:\n  - text: one\n  utter_b:\n  - text: two\n  utter_a:\n  - text: again\n",
	"responses:\n  utter_a:\n  - text: one\n---\nresponses:\n  utter_b:\n  - text: two\n",
	"   responses:\n       utter_a:\n         -   text: one\n             condition:\n             - type: slot\n               name: n\n               value: 1\n\n         -   text: two\n       utter_b:\n         -   text: >+\n               fold\n\n\n       ? utter_q\n       : - text: q\n   slots:\n     s: {type: text}\n",
	"templates:\n  utter_a:\n  - one\n  - text: \"a\\\n      b\"\n  utter_b:\n  - text: plain\n      continued\n    image: x\n  true:\n  - text: t\n",
	"responses: {utter_a: [{text: one}, {text: two}],\n  utter_b: [{text: three}]}\n",
	"responses:\n  utter_a:\n\t- text: tab\n",
	"responses:\n  utter_e:\n  - text: e\n  -\n    text: e2\n    id: x\n  -   # why\n    text: e3\n  utter_f: []\n  utter_g:\n  utter_h: text",
}

// TestTwins: whatever an author does on content that changes, drafts that read only what
// they need are those that read whole files for each op. Run it with -rapid.checks=10000.
func TestTwins(t *testing.T) {
	var corpus []nlg.File
	for _, files := range assistantsOrNone(t) {
		for _, f := range files {
			if len(f.Data) < 8_000 && bytes.Contains(f.Data, []byte("responses:")) {
				corpus = append(corpus, f)
			}
		}
	}
	slices.SortFunc(corpus, func(a, b nlg.File) int { return bytes.Compare(a.Data, b.Data) })
	counts := map[string]int{}
	laws.Check(t, func(r *rapid.T) {
		var files []nlg.File
		for i := range rapid.IntRange(1, 3).Draw(r, "files") {
			data := []byte(rapid.SampledFrom(nastyFiles).Draw(r, "file"))
			if len(corpus) > 0 && rapid.IntRange(0, 3).Draw(r, "real") == 0 {
				data = corpus[rapid.IntRange(0, len(corpus)-1).Draw(r, "which")].Data
			}
			files = append(files, nlg.File{Path: fmt.Sprintf("f%d.yml", i), Name: fmt.Sprintf("f%d.yml", i), Data: data})
		}
		w := newTwins(r, [2]string{t.TempDir(), t.TempDir()}, files)
		defer func() {
			for _, s := range w.stores {
				_ = s.Close()
			}
		}()
		present := files
		var refs []Ref
		for range rapid.IntRange(3, 16).Draw(r, "steps") {
			kind := rapid.IntRange(0, 19).Draw(r, "kind")
			now := w.drafts[1].All()
			name := fmt.Sprint("kind ", kind)
			ok := true
			switch {
			case kind < 8:
				ops := drawDeskOps(r, now, rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(r, "ops"))
				ok = w.both(fmt.Sprint(ops), len(ops) > 1, func(d *Draft) (any, error) { return nil, d.Do(ops...) })
				name = "ops"
			case kind < 10:
				ops := drawTranslations(r, now)
				name = "translations"
				ok = w.both(name, true, func(d *Draft) (any, error) { return nil, d.Do(ops...) })
			case kind < 12:
				ok = w.both("undo", false, func(d *Draft) (any, error) { return nil, d.Undo() })
				name = "undo"
			case kind < 13:
				ok = w.both("redo", false, func(d *Draft) (any, error) { return nil, d.Redo() })
				name = "redo"
			case kind < 14:
				f := now[rapid.IntRange(0, len(now)-1).Draw(r, "text of")]
				text := string(disturbedText(r, f.Data))
				ok = w.both("text", false, func(d *Draft) (any, error) { return nil, d.EditText(f.Path, text) })
				name = "text"
			case kind < 17:
				present = changedUnder(r, present)
				ok = w.both("rebase", false, func(d *Draft) (any, error) { r, err := d.Rebase(present); return r, err })
				name = "rebase"
				refs = nil
				for _, c := range w.drafts[1].Status().Conflicts {
					refs = append(refs, c.Ref)
				}
				if len(refs) > 0 {
					counts["conflict"]++
				}
			case kind < 18:
				ok = w.both("restore", false, func(d *Draft) (any, error) { return d.Restore("then", present) })
				name = "restore"
			case kind < 19:
				if len(refs) > 0 {
					ref := rapid.SampledFrom(refs).Draw(r, "ref")
					mine := rapid.Bool().Draw(r, "mine")
					ok = w.both("resolve", false, func(d *Draft) (any, error) { return nil, d.Resolve(ref, Choice{Mine: mine}) })
					name = "resolve"
				}
			default:
				ops := drawDeskOps(r, now, 1)
				f := Field{Response: ops[0].Response, Number: ops[0].Number, Path: ops[0].Path, Language: ops[0].Language}
				ok = w.both("revert", false, func(d *Draft) (any, error) { return nil, d.Revert(f) })
				name = "revert"
			}
			if !ok {
				name += " refused"
			}
			counts[name]++
		}
		// What is on disk is what is shown.
		files0 := w.drafts[0].All()
		must(r, w.stores[0].Close())
		again, err := OpenStore(Config{Dir: w.stores[0].config.Dir})
		must(r, err)
		w.stores[0] = again
		d, _, err := again.Open("ann", "bot", present)
		must(r, err)
		if !sameFiles(d.All(), files0) {
			r.Fatalf("opened again:\n%s\nwas\n%s", shownFiles(d.All()), shownFiles(files0))
		}
	})
	t.Log(counts)
}

func drawDeskOps(r *rapid.T, files []nlg.File, n int) (ops []edit.Op) {
	f := files[rapid.IntRange(0, len(files)-1).Draw(r, "in")]
	names, sizes := []string{}, map[string]int{}
	for one := range responses.Open(f, responses.Options{}).Responses() {
		names = append(names, one.Name)
		sizes[one.Name] = one.Len()
	}
	if len(names) == 0 || rapid.IntRange(0, 30).Draw(r, "any name") == 30 {
		names = []string{"utter_a", "utter_new"}
	}
	text := func() json.RawMessage { return quoted(rapid.SampledFrom(nasty).Draw(r, "words")) }
	for range n {
		name := rapid.SampledFrom(names).Draw(r, "response")
		number := rapid.IntRange(1, max(sizes[name], 1)).Draw(r, "number")
		op := edit.Op{Kind: edit.Set, Response: name, Number: number, Path: "text", Value: text()}
		switch rapid.IntRange(0, 15).Draw(r, "op") {
		case 0:
			op.Language = "de"
		case 1:
			op.Path = "buttons[0].title"
		case 2:
			op = edit.Op{Kind: edit.AddVariation, Response: op.Response, To: rapid.IntRange(0, 3).Draw(r, "to"), Value: json.RawMessage(`{"text":` + string(op.Value) + `}`)}
		case 3:
			op = edit.Op{Kind: edit.RemoveVariation, Response: op.Response, Number: op.Number}
		case 4:
			op = edit.Op{Kind: edit.MoveVariation, Response: op.Response, Number: op.Number, To: rapid.IntRange(0, 3).Draw(r, "to")}
		case 5:
			op = edit.Op{Kind: edit.RenameResponse, Response: op.Response, Value: quoted(rapid.SampledFrom([]string{"utter_renamed", "utter a: b", "5", "utter_b"}).Draw(r, "name"))}
		case 6:
			op = edit.Op{Kind: edit.RemoveResponse, Response: op.Response}
		case 7:
			op = edit.Op{Kind: edit.AddResponse, Response: rapid.SampledFrom([]string{"utter_new", "utter_b", "x y"}).Draw(r, "name"), File: f.Path, Value: json.RawMessage(`[{"text":` + string(op.Value) + `}]`)}
		case 8:
			op = edit.Op{Kind: edit.Unset, Response: op.Response, Number: op.Number, Path: rapid.SampledFrom([]string{"id", "buttons", "image"}).Draw(r, "path")}
		case 9:
			op = edit.Op{Kind: edit.AddItem, Response: op.Response, Number: op.Number, Path: "buttons", Value: json.RawMessage(`{"title":` + string(op.Value) + `,"payload":"/x"}`)}
		}
		if op.Was = replacedBy(files, op); rapid.IntRange(0, 15).Draw(r, "late") == 15 {
			op.Was = text()
		}
		ops = append(ops, op)
	}
	return ops
}

func drawTranslations(r *rapid.T, files []nlg.File) (ops []edit.Op) {
	for range rapid.IntRange(2, 6).Draw(r, "translations") {
		op := drawDeskOps(r, files, 1)[0]
		if op.Kind == edit.RenameResponse || op.Kind == edit.AddResponse {
			continue
		}
		op = edit.Op{
			Kind: edit.Set, Response: op.Response, Number: max(op.Number, 1),
			Path: "text", Language: rapid.SampledFrom([]string{"de", "fr"}).Draw(r, "language"),
			Value: quoted(rapid.SampledFrom(nasty).Draw(r, "words")),
		}
		op.Was = replacedBy(files, op)
		ops = append(ops, op)
	}
	if len(ops) == 0 {
		return drawDeskOps(r, files, 2)
	}
	return ops
}

// replacedBy returns what the author of an op sees that it replaces.
func replacedBy(files []nlg.File, op edit.Op) json.RawMessage {
	if !replaces(op.Kind) {
		return nil
	}
	return newIndex(responses.Options{}, nil).lookUp(files, op.Response).replaced(op)
}

// disturbedText changes a file as somebody with an editor does.
func disturbedText(r *rapid.T, data []byte) []byte {
	lines := strings.SplitAfter(string(data), "\n")
	at := rapid.IntRange(0, len(lines)-1).Draw(r, "line")
	switch rapid.IntRange(0, 7).Draw(r, "by hand") {
	case 0:
		lines = slices.Delete(lines, at, at+1)
	case 1:
		lines = slices.Insert(lines, at, rapid.SampledFrom([]string{"\n", "# note\n", "  utter_z:\n  - text: z\n", "  - text: more\n", "---\n", "\t\n", "slots: {}\n"}).Draw(r, "inserted"))
	case 2:
		lines[at] = strings.ReplaceAll(lines[at], "one", "uno")
	case 3:
		lines[at] = strings.ReplaceAll(lines[at], "text: ", "text: more of ")
	case 4:
		return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	case 5:
		return bytes.TrimRight(data, "\r\n")
	case 6:
		return []byte(rapid.SampledFrom(nastyFiles).Draw(r, "other"))
	default:
		lines = append(lines, "\n# the end")
	}
	return []byte(strings.Join(lines, ""))
}

// changedUnder changes the content.
func changedUnder(r *rapid.T, files []nlg.File) []nlg.File {
	out := slices.Clone(files)
	for range rapid.IntRange(1, 3).Draw(r, "changes") {
		i := rapid.IntRange(0, len(out)-1).Draw(r, "changed")
		if ops := drawDeskOps(r, out, 1); rapid.Bool().Draw(r, "as an op") {
			if done, err := edit.Apply(out, ops, edit.Options{IgnoreWas: true}); err == nil {
				out = done
			}
			continue
		}
		out[i].Data = disturbedText(r, out[i].Data)
	}
	return out
}

// TestAuthorsAtOnce: authors who write at the same time on the same files, which the store
// knows once for all of them, each have what they wrote, and nothing else.
func TestAuthorsAtOnce(t *testing.T) {
	s, err := OpenStore(Config{Dir: t.TempDir()})
	must(t, err)
	defer s.Close()
	files := manyTexts(6)
	var group sync.WaitGroup
	for _, author := range []string{"ann", "bob", "cem", "dee"} {
		d, _ := mustOpen(t, s, author, files)
		group.Go(func() {
			want := files
			for i := range 40 {
				op := setText(fmt.Sprintf("utter_a%d", i%6), 1, fmt.Sprintf("%s: %d\n", author, i))
				op.Was = replacedBy(want, op)
				if err := d.Do(op); err != nil {
					t.Error(err)
					return
				}
				done, err := edit.Apply(want, []edit.Op{op}, edit.Options{})
				if err != nil {
					t.Error(err)
					return
				}
				before := want
				if want = done; i%5 == 4 {
					if err := errors.Join(d.Undo(), d.Redo()); err != nil {
						t.Error(err)
					}
				}
				if i%9 == 8 { // the next step is one of its own
					want = before
					if err := d.Undo(); err != nil {
						t.Error(err)
					}
				}
				if !sameFiles(d.All(), want) {
					t.Errorf("%s, step %d:\n%s\nwant\n%s", author, i, shownFiles(d.All()), shownFiles(want))
					return
				}
			}
		})
	}
	group.Wait()
}
