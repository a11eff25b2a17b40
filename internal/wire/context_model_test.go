package wire

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

// smallPieces is a source of a body in small pieces, each in other memory.
type smallPieces struct {
	rest string
	size int
}

func (p *smallPieces) More(window []byte) ([]byte, error) {
	if p.rest == "" {
		return window, io.EOF
	}
	n := min(p.size, len(p.rest))
	moved := append(append(make([]byte, 0, len(window)+n), window...), p.rest[:n]...)
	p.rest = p.rest[n:]
	return moved, nil
}

// TestContextModel compares the context of any stack with Rasa's own way to it, read
// at once and in pieces, and as it is recorded.
func TestContextModel(t *testing.T) {
	names := rapid.SampledFrom([]string{"type", "type_", `typ\u0065`, "a", "a_", "b", "é", ""})
	values := rapid.SampledFrom([]string{
		`"pattern_collect_information"`, `"pattern_collect_informatio\u006e"`, `"pattern_collect_information"`, `"flow"`, `null`, `1.0`, `NaN`,
		`12345678901234567890123`, `["]", {"}": "{"}]`, `{"type": "pattern_collect_information"}`, `"\ud83d\ude00"`, `[]`, `"\\"`,
	})
	frame := rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 9).Draw(t, "null") == 0 {
			return "null"
		}
		var fields []string
		for range rapid.IntRange(0, 5).Draw(t, "fields") {
			fields = append(fields, fmt.Sprintf(`"%s": %s`, names.Draw(t, "name"), values.Draw(t, "value")))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	})
	rapid.Check(t, func(t *rapid.T) {
		stack := "[" + strings.Join(rapid.SliceOfN(frame, 0, 5).Draw(t, "stack"), rapid.SampledFrom([]string{",", " ,\r\n\t"}).Draw(t, "comma")) + "]"
		parsed, err := python.ParseJSON(stack)
		if err != nil {
			t.Fatal(err)
		}
		want := python.OfDict(contextOf(parsed.Items())).Repr()
		body := `{"events": [1, "` + strings.Repeat("x", 50) + `"], "tracker": {"stack": ` + stack + `, "events": [{}]}, "response": "x"}`
		for _, size := range []int{1, 7, len(body)} {
			var r Request
			if _, err := r.ReadFrom(&smallPieces{rest: body, size: size}, nil); err != nil {
				t.Fatal(err)
			}
			if got := repr(&r.Context); got != want {
				t.Fatalf("%s in pieces of %d: %s, want %s", stack, size, got, want)
			}
			if got := jsonRepr(r.Context.JSON()); got != want {
				t.Fatalf("%s recorded as %s: %s, want %s", stack, r.Context.JSON(), got, want)
			}
			if err := r.Err(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestContextOfManyFrames reads a stack of very many questions.
func TestContextOfManyFrames(t *testing.T) {
	const n = 100_000
	body := `{"response": "x", "tracker": {"stack": [{"bottom": 1}` + strings.Repeat(`, {"type": "pattern_collect_information", "a": 1}`, n) + `]}}`
	var r Request
	if err := r.Read([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if got, want := repr(&r.Context), "{'type': 'pattern_collect_information', 'a': 1, 'bottom': 1}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if err := r.Read([]byte(`{"response": "x", "tracker": {"stack": [` + strings.Repeat(`{"a":`, MaxDepth) + "1" + strings.Repeat("}", MaxDepth) + `]}}`)); !isTooDeep(err) {
		t.Errorf("%v", err)
	}
}

func isTooDeep(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Kind == TooDeep
}
