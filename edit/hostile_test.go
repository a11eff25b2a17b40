package edit

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestHostileOps: ops come from outside. What no file can hold is refused, with a short
// message in one line, whatever the op says.
func TestHostileOps(t *testing.T) {
	const content = "responses:\n  utter_a:\n  - text: Hi\n    buttons:\n    - title: a\n"
	for _, c := range []struct {
		name   string
		op     Op
		reason string
	}{
		{"a path of many keys", Op{Kind: Set, Path: strings.Repeat("a.", 1<<20) + "a", Value: jsonText("x")}, "has more than 64 steps"},
		{"a path of many indexes", Op{Kind: Set, Path: "buttons" + strings.Repeat("[0]", 1<<20), Value: jsonText("x")}, "has more than 64 steps"},
		{"a path of many keys to remove", Op{Kind: Unset, Path: strings.Repeat("a.", 1<<20) + "a"}, "has more than 64 steps"},
		{"a long key", Op{Kind: Set, Path: "text." + strings.Repeat("a", 1<<20), Value: jsonText("x")}, "the value is not a map"},
		{"a long key of an item", Op{Kind: Set, Path: strings.Repeat("a\n", 1<<20) + "[0].title", Value: jsonText("x")}, "there is no a a a"},
		{"a long name", Op{Kind: Set, Response: strings.Repeat("utter\n\x1b[2J", 1<<18), Path: "text", Value: jsonText("x")}, "there is no response"},
		{"a long kind", Op{Kind: Kind(strings.Repeat("x\n", 1<<18))}, "there is no kind of op"},
		{"an infinite number", Op{Kind: Set, Path: "metadata", Value: json.RawMessage("1e999")}, "a number that is too large"},
		{"an infinite number within", Op{Kind: Set, Path: "metadata", Value: json.RawMessage(`{"a":[-1e999]}`)}, "a number that is too large"},
		{"deep lists", Op{Kind: Set, Path: "metadata", Value: json.RawMessage(strings.Repeat("[", 1<<20))}, "nested too deeply"},
		{"an index that is too large", Op{Kind: Set, Path: "buttons[999999999].title", Value: jsonText("x")}, "there is no buttons[999999999]"},
		{"an index below 0", Op{Kind: Set, Path: "buttons[-1].title", Value: jsonText("x")}, "is not a path"},
		{"a place below 0", Op{Kind: MoveItem, Path: "buttons[0]", To: -5}, "there is no place -5"},
		{"a variation that is a number", Op{Kind: AddResponse, Response: "utter_b", Value: json.RawMessage("[5]")}, "a variation must be a map"},
		{"a variation that is empty", Op{Kind: AddResponse, Response: "utter_b", Value: json.RawMessage(`[{"text":"a"},{}]`)}, "a variation must be a map"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.op.Response == "" {
				c.op.Response, c.op.Number = "utter_a", 1
			}
			_, err := applied(content, c.op)
			e, ok := errors.AsType[*Error](err)
			if !ok || !strings.Contains(e.Reason, c.reason) {
				t.Fatalf("%.300v", err)
			}
			if text := err.Error() + e.Hint; len(text) > 1000 || strings.ContainsAny(text, "\n\x1b") {
				t.Errorf("%q", text)
			}
		})
	}
}

// TestManyKeys: many keys that are added to a map are written as those beside them.
func TestManyKeys(t *testing.T) {
	var keys strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&keys, `,"k%d":"v"`, i)
	}
	got, err := applied("responses:\n  utter_a:\n  - text: Hi\n    metadata:\n      text: 'x'\n",
		Op{Kind: Set, Response: "utter_a", Number: 1, Path: "metadata", Value: json.RawMessage(`{"text":"x"` + keys.String() + `}`)})
	if err != nil || !strings.HasSuffix(got, "      k2998: 'v'\n      k2999: 'v'\n") {
		t.Errorf("%v\n%.200s", err, got)
	}
}

// TestNewFiles: a new file stays in a directory of the content.
func TestNewFiles(t *testing.T) {
	for _, c := range []struct {
		path string
		good bool
	}{
		{"b.yml", true},
		{"sub/b.yaml", true},
		{"sub/ä ö.yml", true},
		{"/etc/b.yml", false},
		{"../b.yml", false},
		{"sub/../../b.yml", false},
		{"sub/../b.yml", false},
		{"./b.yml", false},
		{"sub//b.yml", false},
		{`..\b.yml`, false},
		{`sub\b.yml`, false},
		{"C:/b.yml", false},
		{"C:b.yml", false},
		{"b\x00.yml", false},
		{"b\n.yml", false},
		{"b.txt", false},
		{"", false},
	} {
		t.Run(c.path, func(t *testing.T) {
			op := Op{Kind: AddResponse, Response: "utter_b", File: c.path, Value: json.RawMessage(`[{"text":"b"}]`)}
			files, err := Apply(nil, []Op{op}, Options{})
			if (err == nil) != c.good || c.good && files[0].Path != c.path {
				t.Errorf("no files: %v, %v", files, err)
			}
			if op.File == "" {
				return
			}
			op.File = "/srv/domain/" + c.path
			content := []nlg.File{{Path: "/srv/domain/a.yml", Name: "a.yml", Data: []byte("responses:\n  utter_a:\n  - text: a\n")}}
			files, err = Apply(content, []Op{op}, Options{})
			if (err == nil) != c.good || c.good && (files[1].Path != op.File || files[1].Name != c.path) {
				t.Errorf("beside others: %v, %v", files, err)
			}
		})
	}
}
