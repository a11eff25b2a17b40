package yamlsrc

import (
	"math/big"
	"strings"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// TestLongestNumbers checks that a number of each base is read up to the digits that
// Python prints, and refused, unread, beyond (D34).
func TestLongestNumbers(t *testing.T) {
	most := new(big.Int).Sub(leastTooLong(), big.NewInt(1))
	for prefix, base := range map[string]int{"": 10, "0x": 16, "0o": 8, "0b": 2} {
		last, first := prefix+most.Text(base), prefix+leastTooLong().Text(base)
		for text, ok := range map[string]bool{
			last: true, "-" + last: true, first: false, "-" + first: false,
			prefix + "1" + strings.Repeat("0", 100_000):            false,
			prefix + "1" + strings.Repeat("_", 100_000):            true,
			"!!int \"" + first + "\"":                              false,
			"!!int \"" + prefix + strings.Repeat("1", 1<<20) + `"`: false,
		} {
			doc, problems := Parse("f.yml", []byte("a: "+text+"\n"), Options{})
			switch {
			case ok && (len(problems) > 0 || doc.Root.Get("a").Value.TypeName() != "int"):
				t.Errorf("%.20s…, %d characters: %.200v", text, len(text), problems)
			case !ok && (len(problems) != 1 || problems[0].Code != diag.BadScalar || problems[0].Message != tooManyDigits || problems[0].Line != 1 || problems[0].Hint == ""):
				t.Errorf("%.20s…, %d characters: %.200v", text, len(text), problems)
			}
		}
	}
	if maxIntBits != most.BitLen() && maxIntBits != leastTooLong().BitLen() || python.MaxIntDigits != len(most.String()) {
		t.Errorf("%d bits, %d digits", most.BitLen(), len(most.String()))
	}
}

// TestBounds checks what is refused although it is short enough to be read.
func TestBounds(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, tt := range map[string]struct {
		text string
		want diag.Code
	}{
		"aliases of a long text":        {"a: &a \"" + long + "\"\nb: [" + strings.Repeat("*a, ", 100) + "]\n", diag.AliasExplosion},
		"merges of a long text":         {"a: &a {b: \"" + long + "\"}\nb: [" + strings.Repeat("{<<: *a}, ", 100) + "]\n", diag.AliasExplosion},
		"a few aliases of a long text":  {"a: &a \"" + long + "\"\nb: [" + strings.Repeat("*a, ", 10) + "]\n", ""},
		"a long key":                    {"? \"" + long + "\"\n: a\n", diag.TooLong},
		"a key that is just short":      {"? \"" + long[:maxKey] + "\"\n: a\n", ""},
		"many directives":               {strings.Repeat("%TAG !a! b\n", 2000) + "---\na: b\n", diag.TooLarge},
		"a version after many comments": {strings.Repeat("# a\n", 100) + "%YAML 1.2\n---\na: b\n", ""},
	} {
		doc, problems := Parse("f.yml", []byte(tt.text), Options{})
		if tt.want == "" && (len(problems) > 0 || doc == nil) || tt.want != "" && (len(problems) == 0 || problems[0].Code != tt.want || problems[0].Hint == "") {
			t.Errorf("%s: %.300v", name, problems)
		}
	}
}

// TestMeter checks that a file is not read to its end once there are too many values
// in all files, and that no problem is made up for it.
func TestMeter(t *testing.T) {
	text := []byte("a: [" + strings.Repeat("b, ", 100_000) + "]\n")
	for most, read := range map[int]bool{200_000: true, 50_000: false} {
		all := budget.NewContent(most, nil)
		meter := all.Meter()
		doc, problems := Parse("f.yml", text, Options{Meter: meter})
		meter.Close()
		if read != (doc != nil) || len(problems) > 0 || all.IsExceeded() == read || all.Parts() > int64(most)+2048 && !read {
			t.Errorf("at most %d: %d parts, %v", most, all.Parts(), problems)
		}
	}
	done := make(chan struct{})
	close(done)
	all := budget.NewContent(0, done)
	for _, text := range []string{"a: b\n", "a: [\n" + strings.Repeat("x\n", 10_000)} {
		meter := all.Meter()
		if doc, problems := Parse("f.yml", []byte(text), Options{Meter: meter}); doc != nil || len(problems) > 0 {
			t.Errorf("%.10q: %v", text, problems)
		}
	}
	if all.Steps() > 0 {
		t.Errorf("%d steps after the end", all.Steps())
	}
}

// TestReplaceVariables compares with the regular expression.
func TestReplaceVariables(t *testing.T) {
	show := func(ref string) string { return "<" + ref + ">" }
	var text string
	shownAt := func(ref string, at int) string {
		if text[at:at+len(ref)] != ref {
			t.Errorf("%q: %q is not at %d", text, ref, at)
		}
		return show(ref)
	}
	for _, text = range []string{
		"", "$", "$$", "a$b", "${", "${}", "${a}", "${a}b${", "$a$b ${c d}", "${a\nb}x", "$é", "} ${${a}", "${${", "a ${b} $", "$_1-${x:y}", "${a}${b", "x${a${b}c}",
	} {
		if got, want := replaceVariables(text, shownAt), variable.ReplaceAllStringFunc(text, show); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestGrowth checks what environment variables add to a file, by many values, by many
// variables in one value, and by aliases of a long value.
func TestGrowth(t *testing.T) {
	env := func(string) (string, bool) { return strings.Repeat("x", 1<<10), true }
	for _, tt := range []struct {
		name, data string
		want       diag.Code
	}{
		{"little", "- ${A}\n- ${A} $B\n", ""},
		{"as much as may be", strings.Repeat("- ${A}\n", maxGrowth>>10-8), ""},
		{"many values", strings.Repeat("- ${A}\n", maxGrowth>>10+80), diag.TooLarge},
		{"one value", "- ${A}" + strings.Repeat("$A", maxGrowth>>10+80) + "\n", diag.TooLarge},
		{"aliases", "- &a ${A}" + strings.Repeat("$A", 1000) + "\n" + strings.Repeat("- *a\n", 80), diag.AliasExplosion},
	} {
		all := budget.NewContent(0, nil)
		meter := all.Meter()
		doc, problems := Parse("f.yml", []byte(tt.data), Options{Env: env, Meter: meter})
		meter.Close()
		switch {
		case tt.want == "" && (doc == nil || len(problems) > 0):
			t.Errorf("%s: %v", tt.name, problems)
		case tt.want != "" && (len(problems) != 1 || problems[0].Code != tt.want):
			t.Errorf("%s: %v, want %s", tt.name, problems, tt.want)
		}
	}
}

// TestContinuesComment checks many blank lines with tabs between comments before a
// fault: they are read once, not once each.
func TestContinuesComment(t *testing.T) {
	all := budget.NewContent(0, nil)
	meter := all.Meter()
	text := "a: b\n#\n" + strings.Repeat("\t\n", 20_000) + "# c\n\t# d\n] \n"
	f, ok := findFault(text, meter)
	meter.Close()
	if !ok || f.offset != len(text)-3 || all.Steps() > int64(4*len(text)) {
		t.Errorf("%+v, %d steps for %d bytes", f, all.Steps(), len(text))
	}
}

// TestBrief checks that a message does not repeat a long name.
func TestBrief(t *testing.T) {
	if got := brief("unknown é"); got != "unknown é" {
		t.Error(got)
	}
	if got := brief(strings.Repeat("é", 1<<20) + ": no"); len(got) > maxMessage || !strings.HasSuffix(got, ": no") || !strings.HasPrefix(got, "éé") || strings.ContainsRune(got, '\uFFFD') {
		t.Errorf("%d bytes", len(got))
	}
}
