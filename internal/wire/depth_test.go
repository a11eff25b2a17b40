package wire

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nested returns n nested lists.
func nested(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }

// TestDepth checks that the limit is exact to the bracket, wherever it is reached
// and however the body arrives.
func TestDepth(t *testing.T) {
	const limit = 300
	bodies := map[string]struct {
		body  string
		above int // levels around the lists
	}{
		"skipped":                {`{"events": %s, "response": "x"}`, 1},
		"skipped in the tracker": {`{"response": "x", "tracker": {"events": %s}}`, 2},
		"a long way in":          {`{"response": "x", "tracker": {"events": [` + strings.Repeat(`{"event": "slot"}, `, 5000) + `%s]}}`, 3},
		"in the last event":      {`{"response": "x", "tracker": {"events": [{}, {"a": [1, %s]}]}}`, 5},
		"in a slot":              {`{"response": "x", "tracker": {"slots": {"a": %s}}}`, 3},
		"in the stack":           {`{"response": "x", "tracker": {"stack": [{"a": %s}]}}`, 4},
		"beside a string":        {`{"response": "x", "events": ["[[[[", %s]}`, 2},
	}
	for name, tt := range bodies {
		t.Run(name, func(t *testing.T) {
			for _, piece := range []int{1, 63, 1 << 20} {
				for lists, wantError := range map[int]bool{limit - tt.above: false, limit - tt.above + 1: true, 100_000: true} {
					body := fmt.Sprintf(tt.body, nested(lists))
					r := Request{MaxDepth: limit, WantAssistant: true}
					_, err := r.ReadFrom(&drip{rest: body, piece: piece}, make([]byte, 0, 16))
					checkDepth(t, err, wantError, strings.Index(body, nested(lists))+limit-tt.above)
					checkDepth(t, Validate([]byte(body), limit), wantError, strings.Index(body, nested(lists))+limit-tt.above)
				}
			}
		})
	}
}

func checkDepth(t *testing.T, err error, want bool, offset int) {
	t.Helper()
	e, _ := errors.AsType[*Error](err)
	switch {
	case !want && err != nil:
		t.Errorf("rejected: %v", err)
	case want && (e == nil || e.Kind != TooDeep || e.Offset != offset):
		t.Errorf("%v, want one at byte %d", err, offset)
	}
}

// drip is a source that supplies one piece at a time.
type drip struct {
	rest  string
	piece int
}

func (d *drip) More(window []byte) ([]byte, error) {
	if d.rest == "" {
		return window, io.EOF
	}
	n := min(d.piece, len(d.rest))
	window = append(window, d.rest[:n]...)
	d.rest = d.rest[n:]
	return window, nil
}

// TestDepthAgrees checks that every way to skip stops at the same bracket, the first
// one beyond the limit.
func TestDepthAgrees(t *testing.T) {
	pieces := []string{"[", "]", "{", "}", `"[["`, ",", " ", "a", strings.Repeat("[", 50), strings.Repeat("]", 50), strings.Repeat(" ", 61)}
	rapid.Check(t, func(t *rapid.T) {
		text := "[" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		limit := rapid.Int64Range(1, 200).Draw(t, "limit")
		want, wantDone := byHand(text, limit)
		for how := portable; how <= available(); how++ {
			n := nesting{limit: limit}
			n.add('[')
			end, done := n.blocks(how, text, 1)
			if !done {
				end, done = n.bytes(text, end)
			}
			if end != want || done != wantDone {
				t.Fatalf("instructions %d: %d, %v, want %d, %v: %q", how, end, done, want, wantDone, text)
			}
		}
	})
}

// byHand skips a value byte by byte; its strings have no escapes.
func byHand(text string, limit int64) (end int, done bool) {
	depth, inString := int64(0), false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		}
		if depth == 0 || depth > limit {
			return i + 1, true
		}
	}
	return len(text), false
}

// TestDeepSlot checks that a slot nested more deeply than Python can read is TooDeep.
func TestDeepSlot(t *testing.T) {
	r := read(t, `{"response": "x", "tracker": {"slots": {"a": `+nested(5000)+`}}}`)
	_, ok := r.Slots.Get("a")
	if e, _ := errors.AsType[*Error](r.Err()); ok || e == nil || e.Kind != TooDeep || e.Field != "tracker.slots" {
		t.Errorf("%v, %v", ok, r.Err())
	}
}
