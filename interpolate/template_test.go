package interpolate_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/python"
	"nlgserver/interpolate"
)

func TestVariables(t *testing.T) {
	tests := map[string][]string{
		"plain":                     nil,
		"{a} {b} {a}":               {"a", "b"},
		"{{a}} {b}":                 {"b"},
		"{ a } {a.b}":               {" a ", "a.b"},
		"{a} } {b}":                 {"a"}, // nothing is asked for after an error
		"{0} {a}":                   nil,
		"{name]} {b}":               {"name]", "b"},
		`/inform{{"a": "{value}"}}`: {"value"},
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, interpolate.Compile(text).Variables()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestStatic(t *testing.T) {
	tests := []struct {
		text, want string
		ok         bool
		kind       interpolate.ProblemKind
	}{
		{"", "", true, 0},
		{"100%", "100%", true, 0},
		{"{{name}}", "{name}", true, 0},
		{"{{}} 0[", "{} 0[", true, 0},
		{"{}", "{}", true, 0},
		{"a } b", "a } b", true, interpolate.Raised},
		{"} {name}", "} {name}", true, interpolate.Raised},
		{"{0} {name}", "{0} {name}", true, interpolate.Missing},
		{"{na\nme}", "{na\nme}", true, interpolate.Missing},
		{"{name}", "", false, 0},
		{"{name} }", "", false, 0},
	}
	for _, test := range tests {
		got, problem, ok := interpolate.Compile(test.text).Static()
		var kind interpolate.ProblemKind
		if problem != nil {
			kind = problem.Kind
		}
		if got != test.want || ok != test.ok || kind != test.kind {
			t.Errorf("%q: %q, %+v, %v", test.text, got, problem, ok)
		}
	}
}

func TestLint(t *testing.T) {
	raised := func(offset int, message string) interpolate.Problem {
		return interpolate.Problem{Kind: interpolate.Raised, Message: message, Offset: offset}
	}
	const (
		single     = "single '}' encountered in format string"
		open       = "expected '}' before end of string"
		unexpected = "unexpected '{' in field name"
	)
	tests := map[string][]interpolate.Problem{
		"plain":                         nil,
		"{name} {{ok}}":                 nil,
		`/inform{"a":"b"}`:              nil, // a name that nobody has: Rasa sends it as written
		"{missing} {0} }":               nil, // {0} is never found, so nothing raises
		"{name} }":                      {raised(7, single)},
		"é }":                           {raised(3, single)},
		"{name}} and {other}}":          {raised(6, single), raised(19, single)},
		"a { b":                         {raised(2, open)},
		"a {":                           {raised(2, "single '{' encountered in format string")},
		"{a} { {name} }":                {raised(4, unexpected), raised(13, single)},
		"{name]!r}":                     {raised(0, "expected ':' after conversion specifier")},
		"{} {name}":                     {raised(3, "cannot switch from automatic field numbering to manual field specification")},
		"{name} {99999999999999999999}": {raised(7, "too many decimal digits in format string")},
		`{"a": {name}`:                  {raised(0, "unmatched '{' in format spec")},
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, interpolate.Compile(text).Lint()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	if n := len(interpolate.Compile(strings.Repeat("}-", 1000)).Lint()); n != 20 {
		t.Errorf("%d problems, want 20", n)
	}
}

func TestNeverFilled(t *testing.T) {
	const missing = "number by Python"
	for text, want := range map[string]string{
		"plain":                      "",
		"{{name}}":                   "",
		"{name} {{}}":                "",
		"{{{name}}}":                 "",
		"{name} }":                   "", // raises: see Lint
		"{0}":                        missing,
		"{name} {0}":                 missing,
		"{name} {{x}}":               `that also has "{{x}}"`,
		"{{x}} {name}":               `that also has "{{x}}"`,
		`{{x}} {"a": "{b}"}`:         `that also has "{{x}}"`,
		"{{x}} {}":                   "",
		"0{x}[1] {name!r}":           "",
		`/a{{"b": 1}} {name}`:        `that also has "{{"b": 1}}"`,
		"x0[1] {name}":               `a text that contains "0["`,
		`/a{{"b": "{name}"}} {name}`: "",
	} {
		p := interpolate.Compile(text).NeverFilled()
		if (p == nil) != (want == "") || p != nil && !strings.Contains(p.Message, want) {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

func TestEnclosed(t *testing.T) {
	for _, tt := range []struct{ text, name, doubled string }{
		{`{"owner": "{owner}"}`, "owner", `{{"owner": "{owner}"}}`},
		{`/a{"b": {"c": "{d}"}, "e": "{f}"}`, "d", `/a{{"b": {{"c": "{d}"}}, "e": "{f}"}}`},
		{`{'a': {b}}`, "b", `{{'a': {b}}}`},
		{`Raw: {x: {y}} {z}`, "y", `Raw: {{x: {y}}} {z}`},
		{`{"a": {"b": 1}}`, "", `{{"a": {{"b": 1}}}}`},
		{`{"a": 1}`, "", `{{"a": 1}}`},
		{`{{"a": 1}} {"b": "{c}"}`, "c", ""}, // {{"a": 1}} keeps {c} from being filled
		{`set {"a": 1} {name}`, "", ""},
		{`{{"owner": "{owner}"}}`, "", `{{"owner": "{owner}"}}`},
		{"{a:b}", "", "{{a:b}}"},
		{"{a]x}", "", "{{a]x}}"},
		{"{a} {b}", "", "{a} {b}"},
		{"{} {a}", "", "{{}} {a}"},
		{"{{name}} {name}", "", ""},
		{"plain", "", "plain"},
	} {
		c := interpolate.Compile(tt.text)
		name, offset, ok := c.Enclosed()
		if name != tt.name || ok != (tt.name != "") || ok && tt.text[offset] != '{' {
			t.Errorf("%q: %q at %d", tt.text, name, offset)
		}
		if got := c.Doubled(); got != tt.doubled {
			t.Errorf("%q doubled: %q, want %q", tt.text, got, tt.doubled)
		}
		if result, problem := c.Append(nil, python.DictOf(tt.name, python.Str("Ann")), nil); ok && (problem == nil || string(result) != tt.text) {
			t.Errorf("%q is filled: %q", tt.text, result)
		}
	}
}

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{"a": true, "_a1": true, "größe": true, "": false, "1a": false, "a b": false, "a.b": false, `"a"`: false, "a-b": false} {
		if interpolate.IsName(name) != want {
			t.Errorf("%q", name)
		}
	}
}

func TestProblems(t *testing.T) {
	vars := python.DictOf("a", python.Int(1), "bracket", python.Str("x0[1]"), "0", python.Str("zero"), "a\nb", python.Str("two lines"))
	tests := map[string]interpolate.Problem{
		"{a} {b c}": {Kind: interpolate.Missing, Message: `no slot or argument named "b c"`, Name: "b c", Offset: 4},
		"{a} {0}":   {Kind: interpolate.Missing, Message: `"0" is read as a number by Python, so it can never name a slot or argument`, Name: "0", Offset: 4},
		"{bracket}": {Kind: interpolate.Missing, Message: `the filled text contains "0[", so Rasa sends the text as written`, Offset: -1},
		"{0[a\nb]}": {Kind: interpolate.Missing, Message: `no slot or argument named "a\nb"`, Name: "a\nb", Offset: 0},
		"{a} }":     {Kind: interpolate.Raised, Message: "single '}' encountered in format string", Offset: 4},
		"{a} {a]x}": {Kind: interpolate.Raised, Message: "only '.' or '[' may follow ']' in format field specifier", Offset: 4},
		"{a]x}":     {Kind: interpolate.Missing, Message: `no slot or argument named "a"`, Name: "a", Offset: 0},
		"{} {a}":    {Kind: interpolate.Raised, Message: "cannot switch from automatic field numbering to manual field specification", Offset: 3},
	}
	for text, want := range tests {
		got, problem := interpolate.Compile(text).Append(nil, vars, nil)
		if diff := cmp.Diff(&want, problem); diff != "" || string(got) != text {
			t.Errorf("%q gives %q (-want +got):\n%s", text, got, diff)
		}
	}
}

func TestLimit(t *testing.T) {
	fits := strings.Repeat("a", interpolate.MaxSize/2)
	for text, want := range map[string]interpolate.ProblemKind{
		"{half}{half}":             0,
		"{half}{half}{one}":        interpolate.Limit,
		"{half}{half}.":            interpolate.Limit,
		"{half}{half}{list}":       interpolate.Limit,
		"{0!r:{width}}":            interpolate.Limit,
		"{0!r:{width}.{width}}":    interpolate.Limit,
		"{half}{half}{half}{gone}": interpolate.Limit,
	} {
		vars := python.DictOf("half", python.Str(fits), "one", python.Int(1), "list", python.List(), "width", python.Int(1<<60))
		got, problem := interpolate.Compile(text).Append(nil, vars, nil)
		switch {
		case want == 0:
			if problem != nil || len(got) != interpolate.MaxSize {
				t.Errorf("%q: %d bytes, %+v", text, len(got), problem)
			}
		case problem == nil || problem.Kind != want || string(got) != text:
			t.Errorf("%q: %d bytes, %+v", text, len(got), problem)
		}
	}
}

// TestNoVariables: a text is formatted even when there is nothing to fill it
// with.
func TestNoVariables(t *testing.T) {
	for text, want := range map[string]string{"{{a}}": "{a}", "{a}": "{a}", "{a]b}": "{a]b}", "{}": "{}"} {
		if got, _ := interpolate.Compile(text).Append(nil, nil, nil); string(got) != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	template := interpolate.Compile("{a} {a]b} {b}")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 100 {
				template.Append(nil, python.DictOf("a", python.Int(1), "b", python.Int(2)), nil)
				template.Lint()
			}
		})
	}
	all.Wait()
}

func TestAllocations(t *testing.T) {
	var vars python.Mapping = python.DictOf("name", python.Str("Sara"), "city", python.Str("Zagreb"))
	buffer := make([]byte, 0, 256)
	// A missing variable takes a few: a text with what it might be would cost
	// every variable memory for ever.
	for _, text := range []string{"Hello {name}, how is {city}?", "a } {name}", "no variable, {{braces}}"} {
		template := interpolate.Compile(text)
		if n := testing.AllocsPerRun(100, func() { template.Append(buffer, vars, nil) }); n != 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
}

func BenchmarkAppendTwoVariables(b *testing.B) {
	template := interpolate.Compile("Hello {name}, how is the weather in {city} today?")
	var vars python.Mapping = python.DictOf("name", python.Str("Sara"), "city", python.Str("Zagreb"))
	buffer := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		buffer, _ = template.Append(buffer[:0], vars, nil)
	}
}

func BenchmarkAppendStatic(b *testing.B) {
	template := interpolate.Compile("What can I do for you?")
	buffer := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		buffer, _ = template.Append(buffer[:0], nil, nil)
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		interpolate.Compile("Hello {name}, how is the weather in {city} today?")
	}
}
