package draft

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// pile is a content file of the tests: JSON, which is YAML too.
type pile struct {
	Responses map[string][]map[string]any `json:"responses"`
}

func (p pile) file(path string) nlg.File {
	data, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		panic(err)
	}
	return nlg.File{Path: path, Name: path, Data: append(data, '\n')}
}

func pileOf(f nlg.File) pile {
	var p pile
	if err := json.Unmarshal(responses.Open(f, responses.Options{}).Root().Python().AppendJSON(nil), &p); err != nil {
		panic(fmt.Sprintf("%s: %v: %s", f.Path, err, f.Data))
	}
	return p
}

// simpleApply does ops on files of the tests. It is far simpler than package edit, and
// knows the texts of variations only.
func simpleApply(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
	out := slices.Clone(files)
	i := slices.IndexFunc(files, func(f nlg.File) bool {
		_, has := pileOf(f).Responses[op.Response]
		return has || op.Kind == edit.AddResponse
	})
	if i < 0 {
		return nil, errors.New("no such response")
	}
	p := pileOf(files[i])
	list := p.Responses[op.Response]
	n := op.Number - 1
	inserted := func(list []map[string]any, v map[string]any) []map[string]any {
		if op.To < 1 || op.To > len(list) {
			return append(list, v)
		}
		return slices.Insert(list, op.To-1, v)
	}
	var value any
	_ = json.Unmarshal(op.Value, &value)
	if slices.Contains([]edit.Kind{edit.Set, edit.Unset, edit.RemoveVariation, edit.MoveVariation}, op.Kind) && (n < 0 || n >= len(list)) {
		return nil, errors.New("no such variation")
	}
	switch op.Kind {
	case edit.Set, edit.Unset:
		if was, _ := json.Marshal(list[n][op.Path]); !ignoreWas && op.Was != nil && !same(was, op.Was) {
			return nil, errors.New("changed by somebody else")
		}
		if list[n][op.Path] = value; op.Kind == edit.Unset {
			delete(list[n], op.Path)
		}
	case edit.AddVariation:
		list = inserted(list, value.(map[string]any))
	case edit.RemoveVariation:
		list = slices.Delete(list, n, n+1)
	case edit.MoveVariation:
		v := list[n]
		list = inserted(slices.Delete(list, n, n+1), v)
	case edit.AddResponse:
		for _, v := range value.([]any) {
			list = append(list, v.(map[string]any))
		}
	case edit.RemoveResponse, edit.RenameResponse:
		delete(p.Responses, op.Response)
	default:
		return nil, errors.New("unknown op")
	}
	switch op.Kind {
	case edit.RenameResponse:
		if _, taken := p.Responses[text(op.Value)]; taken {
			return nil, errors.New("the name is taken")
		}
		p.Responses[text(op.Value)] = list
	case edit.RemoveResponse:
	default:
		p.Responses[op.Response] = list
	}
	out[i] = p.file(files[i].Path)
	return out, nil
}

func openStore(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := OpenStore(Config{Dir: dir, Apply: simpleApply})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fataler is a test of testing or of rapid.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func must(t fataler, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustOpen(t fataler, s *Store, author string, present []nlg.File) (*Draft, Rebased) {
	t.Helper()
	d, r, err := s.Open(author, "bot", present)
	must(t, err)
	return d, r
}

func setText(response string, number int, value string) edit.Op {
	return edit.Op{Kind: edit.Set, Response: response, Number: number, Path: "text", Value: quoted(value)}
}

func quoted(s string) json.RawMessage {
	q, _ := json.Marshal(s)
	return q
}

func variation(id, text string) map[string]any {
	return map[string]any{"id": id, "text": text}
}

// textsOf returns the texts of a response by id, and the ids in order.
func textsOf(files []nlg.File, response string) (map[string]string, []string) {
	texts, ids := map[string]string{}, []string{}
	for _, f := range files {
		for _, v := range pileOf(f).Responses[response] {
			id, _ := v["id"].(string)
			texts[id], _ = v["text"].(string)
			ids = append(ids, id)
		}
	}
	return texts, ids
}

func twoFiles() []nlg.File {
	return []nlg.File{
		pile{map[string][]map[string]any{
			"utter_a": {variation("a1", "one"), variation("a2", "two"), variation("a3", "three")},
			"utter_b": {variation("b1", "one")},
		}}.file("a.yml"),
		pile{map[string][]map[string]any{"utter_c": {variation("c1", "one"), variation("c2", "two")}}}.file("c.yml"),
	}
}

// inBlocks returns files of the tests as authors write them, with comments.
func inBlocks(files []nlg.File) []nlg.File {
	out := slices.Clone(files)
	for i, f := range files {
		p, b := pileOf(f), &strings.Builder{}
		b.WriteString("# our texts\nversion: \"3.1\"\nresponses:\n")
		for _, name := range slices.Sorted(maps.Keys(p.Responses)) {
			fmt.Fprintf(b, "  %s: # as agreed\n", name)
			for _, v := range p.Responses[name] {
				fmt.Fprintf(b, "  # %s\n  - text: %s\n    id: %s\n", v["id"], v["text"], v["id"])
			}
		}
		out[i].Data = []byte(b.String())
	}
	return out
}
