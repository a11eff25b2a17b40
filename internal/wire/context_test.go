package wire

import (
	"errors"
	"strings"
	"testing"
)

// TestContextIsLazy checks that the frames are not decoded before the context is
// used, and that a fault in one is then found at its place.
func TestContextIsLazy(t *testing.T) {
	const collect = `{"type": "pattern_collect_information"}`
	for _, tt := range []struct {
		name, stack, want, wantJSON, fault string
	}{
		{"fault on top", `[{"a": nul}]`, "{}", `{"a": nul}`, "nul"},
		{"no colon", `[{"a" 1}]`, "{}", `{"a" 1}`, "1"},
		{"fault in use", `[{"a": nul}, ` + collect + `]`, "{}", collect, "nul"},
		{"fault in a question", `[{"a": 1}, {"type": "pattern_collect_information", "b" 2}, ` + collect + `]`, "{}", collect, `2}`},
		{"fault not in use", `[{"a": nul}, {"b": 1}, ` + collect + `]`, "{'type': 'pattern_collect_information', 'b': 1}", `{"type": "pattern_collect_information", "b": 1}`, ""},
		{"underscores", `[{"a__": 1, "b_": 2, "_": 3}, ` + collect + `]`, "{'type': 'pattern_collect_information', 'a_': 1, 'b': 2, '': 3}", `{"type": "pattern_collect_information", "a__": 1, "b": 2, "": 3}`, ""},
		{"fault below null", `[{"a": nul}, null, ` + collect + `]`, "{'type': 'pattern_collect_information'}", `{"type": "pattern_collect_information"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := `{"response": "x", "tracker": {"stack": ` + tt.stack + `}}`
			var r Request
			if err := r.Read([]byte(body)); err != nil {
				t.Fatal(err)
			}
			if r.Context.decoded || r.Err() != nil {
				t.Fatalf("decoded before use: %v", r.Err())
			}
			if got := r.Context.JSON(); got != tt.wantJSON {
				t.Errorf("JSON is %s, want %s", got, tt.wantJSON)
			}
			if got := repr(&r.Context); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			switch err := r.Err(); {
			case tt.fault == "":
				if err != nil {
					t.Error(err)
				}
			case err == nil:
				t.Error("the fault was not found")
			default:
				var e *Error
				if want := strings.Index(body, tt.fault); !errors.As(err, &e) || e.Offset != want || e.Field != frameField || e.Kind != Syntax {
					t.Errorf("%+v, want byte %d", e, want)
				}
			}
		})
	}
}

// TestContextAllocates checks that a request whose response names no context pays
// nothing for a stack.
func TestContextAllocates(t *testing.T) {
	body := []byte(`{"response": "x", "tracker": {"stack": [{"type": "flow"}, {"type": "pattern_collect_information", "collect": "size"}]}}`)
	var r Request
	if n := testing.AllocsPerRun(100, func() { _ = r.Read(body) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
