package regex

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

func mustCompile(t *testing.T, pattern string, flags Flags) *Regexp {
	t.Helper()
	re, fault := Compile(pattern, flags)
	if fault != nil {
		t.Fatalf("Compile(%q): %v", pattern, fault)
	}
	return re
}

func TestSlowNamesWhatMayBeStopped(t *testing.T) {
	for pattern, want := range map[string]string{
		`^\w+@\w+\.(com|de)$`:                   "",
		`\bżółć\b`:                              "",
		`(?P<x>a)*?b`:                           "",
		`(a+)+$`:                                "",
		`[a-z0-9]{10,250}@`:                     "",
		`^.{1,2000}$`:                           "",
		`^[\s\S]{0,9999}$`:                      "",
		`a(?=b)`:                                "",
		`^(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{8,}$`: "",
		`(?=.*\d)(?=.*[a-z]).{8,}`:              "",
		`^(?:(?!foo).)*$`:                       "",
		`^(?!.*(foo|bar)).*$`:                   "",
		`(?<![\w.])\d{3}(?!\w)`:                 "",
		`^(?=.)(?:a|aa)+$`:                      "",
		`(a)\1`:                                 "",
		`(\w+) \1`:                              "",
		`(?>a+)b`:                               "",
		`a++b`:                                  "",
		`^([a-z])(?!.*\1)[a-z]+$`:               "",
		`((a+)+)+\1`:                            "a back reference",
		`^((a|aa)\2?)+$`:                        "a back reference",
		`(?P<x>a+)*(?P=x)`:                      "a back reference",
		`(a|b)*(?(1)b|c){1,9}d`:                 "a conditional",
		`(?:x(?=a*b)){3,}`:                      "look-around",
		`(?>(?:a|b)+)b`:                         "an atomic group",
		`(?:a{0,30}b?){5,30}+c`:                 "a possessive repeat",
		`(a{0,30}){0,30}b`:                      "a large number of repeats",
		`(?:a{100}){100}`:                       "a large number of repeats",
		`(?:a{1,90}){1,900}b`:                   "a large number of repeats",
	} {
		if got := mustCompile(t, pattern, 0).Slow(); got != want {
			t.Errorf("Slow(%q) = %q, want %q", pattern, got, want)
		}
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	for _, c := range []struct {
		pattern string
		offset  int
		message string
	}{
		{`ab(c`, 2, "never closed"},
		{`ab)c`, 2, "unbalanced parenthesis"},
		{`*a`, 0, "nothing to repeat"},
		{`a**`, 2, "two repeats"},
		{`é[a-`, 2, "never closed"},
		{`x[z-a]`, 2, "smaller end"},
		{`a\q`, 1, `unknown escape \q`},
		{`a\`, 1, "ends with a backslash"},
		{`(a)\2`, 3, "no group 2"},
		{`(?<=a+)b`, 0, "fixed length"},
		{`a(?i)b`, 1, "at its start"},
		{`\N{DIGIT ONE}`, 0, "not supported here"},
		{strings.Repeat("(", 300) + strings.Repeat(")", 300), 200, "too deeply"},
	} {
		_, fault := Compile(c.pattern, 0)
		if fault == nil || fault.Offset != c.offset || !strings.Contains(fault.Message, c.message) {
			t.Errorf("Compile(%q) = %+v, want %q at %d", c.pattern, fault, c.message, c.offset)
		}
	}
	if _, fault := Compile("a", Locale); fault == nil {
		t.Error("the flag l was accepted")
	}
}

// TestWordsOfAllScripts: Go's \b knows ASCII only.
func TestWordsOfAllScripts(t *testing.T) {
	for text, want := range map[string]bool{"żółć": true, "a żółć!": true, "żółći": false, "zżółć": false} {
		if got, err := mustCompile(t, `\bżółć\b`, 0).Search(text, nil); got != want || err != nil {
			t.Errorf("Search(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestSearchIsStopped(t *testing.T) {
	re := mustCompile(t, `^((a|aa)\2?)+$`, 0)
	_, err := re.Search(strings.Repeat("a", 40)+"!", nil)
	if !errors.Is(err, ErrLimit) {
		t.Errorf("error %v, want ErrLimit", err)
	}
}

// TestLinearWhereGoIs: the classic killer of backtracking engines.
func TestLinearWhereGoIs(t *testing.T) {
	if found, err := mustCompile(t, `^(a+)+$`, 0).Search(strings.Repeat("a", 1000)+"!", nil); found || err != nil {
		t.Errorf("found %v, error %v", found, err)
	}
}

func TestConcurrentSearch(t *testing.T) {
	re := mustCompile(t, `\bé`, 0)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if found, err := re.Search("à é", nil); !found || err != nil {
				t.Errorf("found %v, error %v", found, err)
			}
		})
	}
	group.Wait()
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`^a+(b|c)*?$`, `(?P<n>a)(?P=n)`, `[^\W\d-]{2,3}`, `(?i)ß\b`, `(?(1)a|b)`, `\x41\u0131\07`, `(?<!ab)c`, "(?x) a # b\n c"} {
		f.Add(seed, uint8(0), "aßc A\n")
	}
	f.Fuzz(func(t *testing.T, pattern string, flags uint8, text string) {
		if len(pattern) > 500 || len(text) > 500 {
			return
		}
		re, fault := Compile(pattern, Flags(flags))
		if fault != nil {
			if fault.Offset < 0 || fault.Offset > len(pattern) || fault.Message == "" {
				t.Errorf("fault %+v", fault)
			}
			return
		}
		if _, err := re.Search(text, nil); err != nil && !errors.Is(err, ErrLimit) {
			t.Error(err)
		}
	})
}
