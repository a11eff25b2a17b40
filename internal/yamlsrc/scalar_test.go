package yamlsrc

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

// TestPlainScalars compares the resolution of plain scalars with ruamel.yaml's.
func TestPlainScalars(t *testing.T) {
	for _, row := range rows(t, "scalars.tsv", 3) {
		text, kind, repr := row[0], row[1], row[2]
		v, problem := resolvePlain(text)
		switch {
		case kind == "error":
			if problem == "" {
				t.Errorf("%q: got %s, want an error", text, v.Repr())
			}
		case problem != "" || v.TypeName() != kind || v.Repr() != repr:
			t.Errorf("%q: got %s %s (%s), want %s %s", text, v.TypeName(), v.Repr(), problem, kind, repr)
		}
	}
}

// TestPlainScalarsInFile checks the same through Parse, with the style of each
// scalar.
func TestPlainScalarsInFile(t *testing.T) {
	tests := []struct {
		data string
		want string
	}{
		{"[017, 0o17, 0x1F, 0b11, 1_000, -0, +1]", "[17, 15, 31, 3, 1000, 0, 1]"},
		{"[1.0, 1., .5, 12e03, .5e3, 1e400, -.inf]", "[1.0, 1.0, 0.5, 12000.0, '.5e3', inf, -inf]"},
		{"- yes\n- off\n- y\n- tRue\n- 1:30\n- 2001-12-14", "['yes', 'off', 'y', 'tRue', '1:30', '2001-12-14']"},
		{"[true, False, NULL, ~, null, nuLL]", "[True, False, None, None, None, 'nuLL']"},
		{"['1', \"true\", 'null', '', \"~\"]", "['1', 'true', 'null', '', '~']"},
		{"- |\n  1\n- >-\n  true\n", `['1\n', 'true']`},
		{"[12345678901234567890, -0x1F, +.5, -0.0]", "[12345678901234567890, -31, 0.5, -0.0]"},
		{"a:\nb: \nc:   # nothing", "{'a': None, 'b': None, 'c': None}"},
		{"=: 1", "{'=': 1}"},
		{"'<<': 1", "{'<<': 1}"},
		{"[! 5, ! x]", "[5, 'x']"},
	}
	for _, tt := range tests {
		doc, problems := Parse("f.yml", []byte(tt.data), Options{})
		if len(problems) > 0 {
			t.Errorf("%q: %v", tt.data, problems)
			continue
		}
		if got := doc.Root.ToValue().Repr(); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.data, got, tt.want)
		}
	}
}

func TestTags(t *testing.T) {
	tests := []struct {
		tag, text string
		want      string // empty for an error
	}{
		{"!!str", "5", "'5'"},
		{"!!str", "", "''"},
		{"!!timestamp", "2001-12-14", "'2001-12-14'"},
		{"!!int", "1", "1"},
		{"!!int", " 12 ", "12"},
		{"!!int", "0x1F", "31"},
		{"!!int", "-0b11", "-3"},
		{"!!int", "x", ""},
		{"!!int", "", ""},
		{"!!int", "1.0", ""},
		{"!!int", "0x", ""},
		{"!!float", "1", "1.0"},
		{"!!float", "nan", "nan"},
		{"!!float", "-.INF", "-inf"},
		{"!!float", "0x1p3", ""},
		{"!!float", "x", ""},
		{"!!bool", "yes", "True"},
		{"!!bool", "OFF", "False"},
		{"!!bool", "1", ""},
		{"!!null", "x", "None"},
		{"!!seq", "x", ""},
		{"!!map", "x", ""},
		{"!!binary", "aGk=", ""},
		{"!!set", "x", ""},
		{"!foo", "x", ""},
	}
	for _, tt := range tests {
		doc, problems := Parse("f.yml", []byte(tt.tag+" '"+tt.text+"'"), Options{})
		switch {
		case tt.want == "":
			if len(problems) != 1 || problems[0].Line != 1 || problems[0].Column != len(tt.tag)+2 {
				t.Errorf("%s %q: got %v, want one error", tt.tag, tt.text, problems)
			}
		case len(problems) > 0:
			t.Errorf("%s %q: %v", tt.tag, tt.text, problems)
		default:
			if got := doc.Root.Value.Repr(); got != tt.want {
				t.Errorf("%s %q: got %s, want %s", tt.tag, tt.text, got, tt.want)
			}
		}
	}
	for _, data := range []string{"!!str [a]", "!!map [a]", "!!seq {a: 1}", "!foo [a]", "!!set {a}", "!!omap [a: 1]"} {
		if _, problems := Parse("f.yml", []byte(data), Options{}); len(problems) != 1 {
			t.Errorf("%s: got %v, want one error", data, problems)
		}
	}
	for _, data := range []string{"!!seq [a]", "!!map {a: 1}"} {
		if _, problems := Parse("f.yml", []byte(data), Options{}); len(problems) != 0 {
			t.Errorf("%s: got %v", data, problems)
		}
	}
}

// TestNumbersSurvive checks that a number as Python prints it reads back as the same
// number.
func TestNumbersSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := python.Int(rapid.Int64().Draw(t, "int"))
		if got, problem := resolvePlain(want.Repr()); problem != "" || got.Repr() != want.Repr() {
			t.Fatalf("int %s: got %s %s", want.Repr(), got.Repr(), problem)
		}
		f := rapid.Float64().Draw(t, "float")
		if math.IsInf(f, 0) || math.IsNaN(f) {
			return // written .inf and .nan in YAML
		}
		want = python.Float(f)
		if got, problem := resolvePlain(want.Repr()); problem != "" || got.Repr() != want.Repr() {
			t.Fatalf("float %s: got %s %s", want.Repr(), got.Repr(), problem)
		}
	})
}

func TestLongNumbers(t *testing.T) {
	digits := strings.Repeat("9", python.MaxIntDigits)
	if v, problem := resolvePlain(digits); problem != "" || v.Repr() != digits {
		t.Errorf("got %s", problem)
	}
	if _, problem := resolvePlain(digits + "9"); problem == "" {
		t.Error("Python rejects that many digits")
	}
}
