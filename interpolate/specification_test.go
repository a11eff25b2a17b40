package interpolate_test

import (
	"math"
	"math/big"
	"os"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/interpolate"
)

// specificationValues are the variables of section 10.1.
func specificationValues() *python.Dict {
	text := python.Str
	i2 := python.BigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil))
	tenth, fifth := 0.1, 0.2
	return python.DictOf(
		"name", text("Sara"), "n", python.None(), "b", python.Bool(true), "f", python.Float(1), "i", python.Int(3),
		"l", python.List(text("a"), python.Int(1), python.None(), python.Bool(true)),
		"d", python.OfDict(python.DictOf("k", text("v"), "n", python.None())),
		"0", text("zero"), "a.b", text("dotted"), "with space", text("sp"), "x:y", text("colon"), "x!r", text("bang"),
		"a[b", text("br"), "-1", text("minus"), "q", text("it's"), "s2", text(`both ' and "`), "nl", text("a\nb"),
		"e", text(""), "1a", text("onea"), "brace", text("{name}"), "big", python.Float(1e16), "small", python.Float(1e-5),
		"neg", python.Float(math.Copysign(0, -1)), "nan", python.Float(math.NaN()), "inf", python.Float(math.Inf(1)),
		"uni", text("ñ"), "f2", python.Float(tenth+fifth), "f3", python.Float(123456789012345680), "i2", i2,
		"nested", python.OfDict(python.DictOf("a", python.List(python.OfDict(python.DictOf("b", python.Float(1.5)))))),
	)
}

// TestSpecification runs all rows of section 10.1, in the newest Pro's column:
// number, template, what happens ("text", "raw" or a Python error), and the
// result or Python's message.
func TestSpecification(t *testing.T) {
	table, err := os.ReadFile("testdata/specification.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(table), "⏎", "\v"), "\n"), "\n")
	if len(rows) != 112 {
		t.Fatalf("%d rows, want 112", len(rows))
	}
	for _, row := range rows {
		cells := strings.Split(strings.ReplaceAll(row, "\v", "\n"), "\t")
		t.Run(cells[0], func(t *testing.T) {
			template, outcome, want := cells[1], cells[2], cells[3]
			vars := specificationValues()
			if template == "{weird}" {
				vars.Set("weird", python.Str("x0[1]"))
			}
			got, problem := interpolate.Compile(template).Append(nil, vars, nil)
			raised := problem != nil && problem.Kind == interpolate.Raised
			switch outcome {
			case "text":
				if string(got) != want || problem != nil {
					t.Errorf("%q gives %q, %+v; want %q", template, got, problem, want)
				}
			case "raw":
				if string(got) != template || raised {
					t.Errorf("%q gives %q, %+v; want it as written", template, got, problem)
				}
			default:
				if string(got) != template || !raised || !strings.EqualFold(problem.Message, want) {
					t.Errorf("%q gives %q, %+v; want %s: %s", template, got, problem, outcome, want)
				}
			}
		})
	}
}
