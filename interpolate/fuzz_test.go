package interpolate_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
	"nlgserver/interpolate"
)

// fuzzVars gives values to the names that a text could ask for: those that the
// fuzzer names, and a few whose spelling is special. Values go around by kind.
func fuzzVars(names, value string, kind uint8) *python.Dict {
	values := []python.Value{
		python.Str(value), python.None(), python.Int(int64(kind)), python.Float(2.5), python.Bool(true),
		python.List(python.Str(value), python.Int(1)), python.OfDict(python.DictOf("k", python.Str(value))),
	}
	vars := python.NewDict(0)
	for i, name := range strings.Split(names, ",") {
		vars.Set(name, values[(int(kind)+i)%len(values)])
	}
	return vars
}

func checkAgainstOracle(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, text string, vars *python.Dict,
) {
	t.Helper()
	template := interpolate.Compile(text)
	want, wantVerdict := rasaFill(text, vars)
	if wantVerdict == unknown {
		return
	}
	const before = "before"
	appended, problem := template.Append([]byte(before), vars, nil)
	got, ok := strings.CutPrefix(string(appended), before)
	if !ok {
		t.Fatalf("%q overwrites what was there: %q", text, appended)
	}
	gotVerdict := filled
	if problem != nil {
		gotVerdict = verdict(problem.Kind.String())
	}
	if got != want || gotVerdict != wantVerdict {
		t.Fatalf("%q with %s\n got %q %s %+v\nwant %q %s",
			text, python.OfDict(vars).Repr(), got, gotVerdict, problem, want, wantVerdict)
	}
	if problem != nil && problem.Offset >= 0 && (problem.Offset >= len(text) || text[problem.Offset] != '{' && text[problem.Offset] != '}') {
		t.Fatalf("%q: offset %d is no brace", text, problem.Offset)
	}
	if static, staticProblem, ok := template.Static(); ok && (static != got || staticProblem != problem) {
		t.Fatalf("%q: Static gives %q, %v; Append %q, %v", text, static, staticProblem, got, problem)
	}
	for _, p := range template.Lint() {
		if p.Kind != interpolate.Raised || p.Offset >= len(text) {
			t.Fatalf("%q: Lint gives %+v", text, p)
		}
	}
}

// FuzzFormat compares with the oracle: the rules of section 4.3, word by word.
func FuzzFormat(f *testing.F) {
	for _, seed := range []string{
		"Hi {name}", "{missing} }", "} {missing}", "{{name}} {a.b}", "{0}{name}", "{}{}", "{name]:b}", "{name]!r}", "{a[b}",
		"{0!r:{name}}", "{0[name]:>{a}}", "{0[name].real:\n}", "{a\n}", "x0[ {name}", "{99999999999999999999}", "{٣}", "{:{:{}}}",
		"{name}0[", "{0.real", "{!", "{name!", "{[", "{0[a]", "/inform{{\"a\":\"{name}\"}}", "{{{name}}}", "{a{b}c}", "{0:}\n", "{0[a]:}{\n",
	} {
		f.Add(seed, "name,a,b,a.b,a[b,0,name],:", "0[", uint8(0))
		f.Add(seed, "name,a", "x", uint8(3))
	}
	f.Fuzz(func(t *testing.T, text, names, value string, kind uint8) {
		if !utf8.ValidString(text) || !utf8.ValidString(names) || !utf8.ValidString(value) || len(text) > 2000 {
			t.Skip("content and requests are UTF-8")
		}
		checkAgainstOracle(t, text, fuzzVars(names, value, kind))
	})
}

// TestAgainstOracle is FuzzFormat with texts that have many braces.
func TestAgainstOracle(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"{a}", "{b.c}", "{}", "{0", "{0[a]", "0[", "{{", "}}", "!r", "{a]", "real", "{0[a\n]}", "99999999999999999999"}),
		rapid.StringMatching(`[{}\[\]ab0:!. \n>]`),
	)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 10).Draw(t, "pieces"), "")
		names := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b.c", "b", "0", "a]", "a\n", "real"}), 0, 4).Draw(t, "names"), ",")
		value := rapid.SampledFrom([]string{"Sara", "0[", "0", "{a}", "5"}).Draw(t, "value")
		checkAgainstOracle(t, text, fuzzVars(names, value, rapid.Uint8().Draw(t, "kind")))
	})
}

// TestAllOrNothing: a text with one unknown name goes out as written, whatever
// else is in it.
func TestAllOrNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringMatching(`([a-z ]|\{\{|\}\}|\{name\})*`).Draw(t, "before")
		after := rapid.StringMatching(`([a-z ]|\{|\}|\{name\})*`).Draw(t, "after")
		text := before + "{nobody}" + after
		got, problem := interpolate.Compile(text).Append(nil, python.DictOf("name", python.Str("Sara")), nil)
		if string(got) != text || problem == nil || problem.Kind != interpolate.Missing || problem.Name != "nobody" {
			t.Fatalf("%q gives %q, %+v", text, got, problem)
		}
	})
}
