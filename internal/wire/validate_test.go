package wire

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestValidate(t *testing.T) {
	body, err := os.ReadFile("../../testdata/bodies/body_10.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(body), `{}`, ` {"a": [NaN, -Infinity, 1.5e3, "\ud83d", {"b": null}], "a": true} `} {
		if err := Validate([]byte(text), 0); err != nil {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	for text, offset := range map[string]int{
		``:                                       0,
		`[]`:                                     0,
		`{"events": [1 2]}`:                      14,
		`{"events": [01]}`:                       13,
		`{"events": ["\q"]}`:                     14,
		"{\"events\": [\"\xff\"]}":               13,
		"{\"events\": [\"a\nb\"]}":               14,
		`{"events": [[}]}`:                       13,
		`{"events": [tru]}`:                      12,
		`{"a": 1} x`:                             9,
		`{"a": 1`:                                7,
		`{"a": ` + strings.Repeat("[", MaxDepth): 5 + MaxDepth,
	} {
		var e *Error
		if err := Validate([]byte(text), 0); !errors.As(err, &e) || e.Offset != offset {
			t.Errorf("%.60s: %v, want byte %d", text, err, offset)
		}
	}
}

// FuzzValidate compares the check with encoding/json, except for syntax that only
// Python reads.
func FuzzValidate(f *testing.F) {
	for _, seed := range []string{`{"a": [1, 2.5, "x\n", null]}`, `{"a": }`, "{\"\xff\": 1}", `{"a": NaN}`, `{"a": 1e}`, `{} `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		err := Validate(body, 0)
		text := string(body)
		if strings.Contains(text, "NaN") || strings.Contains(text, "Infinity") {
			return
		}
		valid := json.Valid(body) && utf8.Valid(body) && strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{")
		var e *Error
		if errors.As(err, &e) && (e.Kind == TooDeep || strings.Contains(e.Message, "digits")) {
			return
		}
		if valid != (err == nil) {
			t.Fatalf("%q: %v, encoding/json says %v", body, err, valid)
		}
	})
}
