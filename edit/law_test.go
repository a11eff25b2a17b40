package edit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/laws"
	"nlgserver/internal/python"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// TestEditLaw: what is read after an edit is what was read before it, edited; and all
// bytes but those of the edited entry are the same. Generated files always run, the
// files of real assistants where they are. Run it with -rapid.checks=10000.
func TestEditLaw(t *testing.T) {
	t.Run("generated", func(t *testing.T) {
		laws.Check(t, func(t *rapid.T) {
			l := read(t, nlg.File{Path: "r.yml", Data: []byte(generated(t)), Direct: true})
			l.hold(t)
		})
	})
	t.Run("corpus", func(t *testing.T) {
		corpus := assistants(t)
		read := readOnce(corpus)
		counts := map[string]int{}
		laws.Check(t, func(t *rapid.T) {
			counts[read(t, rapid.IntRange(0, len(corpus)-1).Draw(t, "file")).hold(t)]++
		})
		t.Logf("%d files: %v", len(corpus), counts)
	})
}

// TestTogether: ops that are done together are those that are done one after the
// other, and the first that cannot be done is the same.
func TestTogether(t *testing.T) {
	laws.Check(t, func(t *rapid.T) {
		l := read(t, nlg.File{Path: "r.yml", Data: []byte(generated(t)), Direct: true})
		if len(l.names) == 0 {
			return
		}
		var ops []edit.Op
		for range rapid.IntRange(2, 5).Draw(t, "ops") {
			name := rapid.SampledFrom(l.names).Draw(t, "response")
			list := l.doc.Root().Get(l.sectionOf(name)).Get(name)
			number := rapid.IntRange(1, max(list.Len(), 1)).Draw(t, "number")
			ops = append(ops, drawOp(t, name, number, item(list, number-1), list.Len()))
		}
		opts := edit.Options{IgnoreWas: true}
		one := edit.NewEditor([]nlg.File{l.file}, opts)
		failed := -1
		for i, op := range ops {
			if err := one.Do(op); err != nil {
				failed = i
				break
			}
		}
		got, err := edit.Apply([]nlg.File{l.file}, ops, opts)
		if e, ok := errors.AsType[*edit.Error](err); failed >= 0 && (!ok || e.Index != failed) || failed < 0 && err != nil {
			// One op may undo what makes another impossible, such as the use of an anchor.
			if !strings.ContainsAny(l.text, "&*") {
				t.Fatalf("together: %v; one by one: op %d\n%s\n%v", err, failed, l.text, ops)
			}
			return
		}
		if failed < 0 && sortedRepr(read(t, got[0]).root) != sortedRepr(read(t, one.Files()[0]).root) {
			t.Fatalf("together\n%s\none by one\n%s\n%v", got[0].Data, one.Files()[0].Data, ops)
		}
	})
}

// assistants returns the files of the corpus that have responses.
func assistants(t *testing.T) (all []nlg.File) {
	dirs, _ := filepath.Glob("../../shared/corpus/*__*")
	if len(dirs) == 0 {
		t.Skip("no corpus in ../../shared/corpus: run this beside the shared material")
	}
	for _, dir := range dirs {
		found, _ := files.New([]string{dir}).Fetch(context.Background())
		for _, f := range found {
			file := responses.Open(f, responses.Options{})
			for range file.Responses() {
				if !file.Diagnostics().Refused() {
					all = append(all, f)
				}
				break
			}
		}
	}
	return all
}

// readOnce returns a function that reads each file once, and keeps a few.
func readOnce(all []nlg.File) func(*rapid.T, int) *law {
	kept := map[int]*law{}
	return func(t *rapid.T, i int) *law {
		if kept[i] == nil {
			if len(kept) > 20 {
				clear(kept)
			}
			f := all[i]
			f.Path, f.Direct = "r.yml", true
			kept[i] = read(t, f)
		}
		return kept[i]
	}
}

// law is a file with what was read in it.
type law struct {
	file  nlg.File
	text  string
	mark  string
	root  python.Value
	names []string
	doc   *responses.File
}

// env shows which texts have variables.
func env(name string) (string, bool) { return "<value of " + name + ">", true }

func read(t interface{ Fatalf(string, ...any) }, f nlg.File) *law {
	l := &law{file: f, doc: responses.Open(f, responses.Options{Env: env})}
	if l.doc.Diagnostics().Refused() {
		t.Fatalf("%v\n%s", l.doc.Diagnostics(), f.Data)
	}
	l.text, l.root = l.doc.Text(), l.doc.Root().Python()
	l.mark = strings.TrimSuffix(string(f.Data), l.text)
	for r := range l.doc.Responses() {
		l.names = append(l.names, r.Name)
	}
	return l
}

// sectionOf returns the key of the map that has a response.
func (l *law) sectionOf(name string) string {
	root := l.doc.Root()
	if root.Get("templates").IsMissing() || root.Get("templates").Get(name).IsMissing() && !root.Get("responses").IsMissing() {
		return "responses"
	}
	return "templates"
}

// hold does one random op, and checks the laws. It returns what was done.
func (l *law) hold(t *rapid.T) string {
	if len(l.names) == 0 {
		return "no responses"
	}
	name := rapid.SampledFrom(l.names).Draw(t, "response")
	section := l.doc.Root().Get(l.sectionOf(name))
	list := section.Get(name)
	if list.Len() == 0 {
		return "no variations"
	}
	number := rapid.IntRange(1, list.Len()).Draw(t, "number")
	op := drawOp(t, name, number, item(list, number-1), list.Len())
	want, ok := l.edited(op)
	for range 10 { // a variation without buttons has no ops on buttons
		if ok {
			break
		}
		op = drawOp(t, name, number, item(list, number-1), list.Len())
		want, ok = l.edited(op)
	}
	if !ok {
		return "no such op"
	}
	got, err := edit.Apply([]nlg.File{l.file}, []edit.Op{op}, edit.Options{IgnoreWas: true})
	if err != nil {
		e, isError := errors.AsType[*edit.Error](err)
		if !isError || e.Reason == "" {
			t.Fatalf("%s: %v", op, err)
		}
		// Blank lines below what is removed or moved would belong to a text after |+.
		keeps := op.Kind != edit.Set && keepsLines.MatchString(l.text)
		if !keeps && !strings.ContainsAny(l.text, "&*") && !mayRefuse(e.Reason) {
			t.Fatalf("%v: %v: %q\n%s", op, err, op.Value, excerpt(l.text))
		}
		return "refused: " + e.Reason
	}
	after := read(t, got[0])
	if a, b := sortedRepr(after.root), sortedRepr(want); a != b {
		t.Fatalf("%v %s: read\n%s\nwant\n%s\nfile\n%s", op, op.Value, a, b, got[0].Data)
	}
	if op.Kind == edit.AddResponse {
		l.isInserted(t, got[0].Data)
		return string(op.Kind)
	}
	start, end := l.extent(op, section, list)
	before, now := string(l.file.Data), string(got[0].Data)
	start, end = start+len(l.mark), end+len(l.mark)
	if !strings.HasPrefix(now, before[:start]) || !strings.HasSuffix(now, before[end:]) || len(now) < start+len(before)-end {
		t.Fatalf("%v: bytes outside of %q changed\n%s", op, before[start:end], now)
	}
	if op.Kind == edit.Set {
		l.undo(t, op, got[0], list)
	}
	return string(op.Kind)
}

// isInserted checks that bytes were added at one place, and no others changed, but for
// the - of a text after | that ends the file.
func (l *law) isInserted(t *rapid.T, now []byte) {
	before := string(l.file.Data)
	prefix := 0
	for prefix < len(before) && prefix < len(now) && before[prefix] == now[prefix] {
		prefix++
	}
	if rest := before[prefix:]; bytes.HasSuffix(now, []byte(rest)) {
		return
	}
	if now[prefix] == '-' && strings.Contains(string(now[prefix+1:]), strings.TrimPrefix(before[prefix:], "+")) {
		return
	}
	t.Fatalf("bytes outside of the new response changed:\n%s\nwas\n%s", now, before)
}

var keepsLines = regexp.MustCompile(`[|>][0-9]?\+`)

// mayRefuse reports whether a reason is about the op, not about how a file is written.
func mayRefuse(reason string) bool {
	for _, part := range []string{"needs a text", "environment variable", "only variation", "not a map", "not a list"} {
		if strings.Contains(reason, part) {
			return true
		}
	}
	return false
}

// undo checks that the same op again changes nothing, and that its inverse restores the
// bytes if the text is written as before, else the meaning.
func (l *law) undo(t *rapid.T, op edit.Op, file nlg.File, list responses.Value) {
	again, err := edit.Apply([]nlg.File{file}, []edit.Op{op}, edit.Options{IgnoreWas: true})
	if err != nil || !bytes.Equal(again[0].Data, file.Data) {
		t.Fatalf("%v again: %v\n%s", op, err, again[0].Data)
	}
	back := op
	back.Was = op.Value
	v := item(list, op.Number-1)
	old := at(v, steps(op))
	if v.IsScalar() {
		if op.Path != "text" || op.Language != "" {
			return // a bare text that has become a map stays one
		}
		old = v
	}
	if old.IsMissing() {
		back.Kind, back.Value = edit.Unset, nil
	} else if strings.Contains(old.String(), "<value of") {
		return
	} else {
		back.Value = json.RawMessage(old.Python().AppendJSON(nil))
	}
	undone, err := edit.Apply([]nlg.File{file}, []edit.Op{back}, edit.Options{})
	if e, ok := errors.AsType[*edit.Error](err); ok && (strings.Contains(e.Reason, "needs a text") || hasMerge(l.text)) {
		return // it had none, or the value of a merge key is below it
	}
	if err != nil {
		t.Fatalf("undo %v: %v: %q\n%s", op, err, back.Value, file.Data)
	}
	u := read(t, undone[0])
	if sortedRepr(u.root) != sortedRepr(l.root) && !hasEmpty(l.root) {
		t.Fatalf("undo %v: meaning\n%s\nwas\n%s", op, undone[0].Data, l.file.Data)
	}
	if _, isText := old.Text(); !isText || strings.ContainsAny(old.Written(), "\r\n\\") || !strings.ContainsAny(old.Written()[:1], `"'`) {
		return
	}
	var now string
	if err := json.Unmarshal(op.Value, &now); err == nil && !strings.ContainsAny(now, "\n") && old.Written()[0] == '"' && !bytes.Equal(undone[0].Data, l.file.Data) {
		t.Fatalf("undo %v: bytes\n%s\nwas\n%s", op, undone[0].Data, l.file.Data)
	}
}

// hasEmpty reports whether a value has an empty map, which may be removed with the last
// translation.
func hasEmpty(v python.Value) bool {
	repr := v.Repr()
	return strings.Contains(repr, "'translation': {}") || strings.Contains(repr, "'translation': None") || strings.Contains(repr, ": {}")
}

func hasMerge(text string) bool { return strings.Contains(text, "<<:") }

func item(list responses.Value, i int) (found responses.Value) {
	for item := range list.Items() {
		if i == 0 {
			return item
		}
		i--
	}
	return found
}

// steps returns the keys and indexes of an op's path.
func steps(op edit.Op) []string {
	parts := strings.FieldsFunc(op.Path, func(r rune) bool { return strings.ContainsRune(".[]", r) })
	switch {
	case op.Language == "":
		return parts
	case op.Path == "text":
		return []string{"translation", op.Language}
	default:
		return []string{parts[0], parts[1], "translation", op.Language, parts[2]}
	}
}

func at(v responses.Value, steps []string) responses.Value {
	for _, s := range steps {
		if i, err := strconv.Atoi(s); err == nil && v.IsList() {
			v = item(v, i)
		} else {
			v = v.Get(s)
		}
	}
	return v
}

// extent returns the bytes that an op may change.
func (l *law) extent(op edit.Op, section, list responses.Value) (start, end int) {
	entry := section.Entry(op.Response).Extent()
	if op.Kind == edit.RenameResponse {
		return entry.Key, entry.Colon
	}
	lineStart := func(at int) int { return strings.LastIndexAny(l.text[:at], "\r\n") + 1 }
	lineEnd := l.blanksBelow
	above := func(at int) int {
		for {
			before := lineStart(at)
			if before == 0 {
				return 0
			}
			line := strings.TrimRight(l.text[lineStart(len(strings.TrimRight(l.text[:before], "\r\n"))):before], "\r\n")
			if strings.TrimSpace(line) != "" && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				return before
			}
			at = len(strings.TrimRight(l.text[:before], "\r\n"))
		}
	}
	if op.Kind == edit.RemoveResponse || op.Kind == edit.AddResponse {
		if section.Len() == 1 {
			return l.doc.Root().Entry(l.sectionOf(op.Response)).Extent().Colon, lineEnd(entry.End)
		}
		return above(entry.Key), lineEnd(entry.End)
	}
	items := list.ItemExtents()
	if list.IsAlias() || len(items) == 0 {
		return entry.Colon, lineEnd(entry.End)
	}
	switch op.Kind {
	case edit.AddVariation, edit.MoveVariation:
		return above(items[0].Dash), lineEnd(items[len(items)-1].End)
	case edit.RemoveVariation:
		return above(items[op.Number-1].Dash), lineEnd(items[op.Number-1].End)
	}
	x := items[op.Number-1]
	v := item(list, op.Number-1)
	old := at(v, steps(op))
	if _, isText := old.Text(); isText && op.Kind == edit.Set && op.Value[0] == '"' && !v.IsAlias() {
		if path := steps(op); len(path) == 1 && !v.IsMerged(v.Entry(path[0])) {
			at := v.Entry(path[0]).Extent()
			return at.Value, at.End
		}
	}
	return x.Dash, lineEnd(x.End)
}

// blanksBelow returns the end of a line, with the comments and blank lines below it.
func (l *law) blanksBelow(at int) int {
	// With comments and blank lines below.
	for at < len(l.text) {
		n := strings.IndexAny(l.text[at:], "\r\n")
		if n < 0 {
			return len(l.text)
		}
		at += n + 1
		if strings.HasPrefix(l.text[at-1:], "\r\n") {
			at++
		}
		rest := strings.TrimLeft(l.text[at:], " ")
		if rest != "" && strings.IndexByte("#\r\n", rest[0]) < 0 {
			return at
		}
	}
	return at
}

// sortedRepr prints a value with the keys of maps sorted.
func sortedRepr(v python.Value) string {
	var b strings.Builder
	printSorted(&b, v)
	return b.String()
}

func printSorted(b *strings.Builder, v python.Value) {
	switch v.Kind() {
	case python.KindDict:
		b.WriteString("{")
		for _, e := range responses.SortedEntries(v) {
			b.WriteString(e.Key.Repr() + ": ")
			printSorted(b, e.Value)
			b.WriteString(",\n")
		}
		b.WriteString("}")
	case python.KindList:
		b.WriteString("[")
		for _, item := range v.Items() {
			printSorted(b, item)
			b.WriteString(",")
		}
		b.WriteString("]")
	default:
		b.WriteString(v.Repr())
	}
}

func excerpt(text string) string {
	if len(text) > 4000 {
		return text[:4000] + "…"
	}
	return text
}
