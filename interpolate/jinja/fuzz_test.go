package jinja

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/internal/python"
)

// seed adds templates of every kind: those that Jinja2 was asked about and the
// hostile ones.
func seed(f *testing.F) {
	f.Helper()
	for _, c := range readOracle(f, filepath.Join("testdata", "oracle.jsonl")) {
		f.Add(c.Template)
	}
	paths, _ := filepath.Glob(filepath.Join("testdata", "hostile", "*.jinja"))
	for _, path := range paths {
		if text, err := os.ReadFile(path); err == nil && len(text) < 1000 {
			f.Add(string(text))
		}
	}
}

// slow is what no template of a few hundred bytes may take; the fuzzer's own
// instruments cost most of it.
const slow = 50 * time.Millisecond

func FuzzCompile(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 10_000 {
			t.Skip("longer than any response")
		}
		least := time.Hour
		var tpl *Template
		var err error
		for range 3 {
			start := time.Now()
			tpl, err = Compile(source)
			if least = min(least, time.Since(start)); least < slow {
				break
			}
		}
		if least > slow && !raceEnabled {
			t.Errorf("took %v", least)
		}
		if err == nil {
			if text, ok := tpl.Static(); ok && len(text) > len(source) {
				t.Errorf("the static text is longer than the template: %q", text)
			}
			return
		}
		e, ok := err.(*SyntaxError) //nolint:errorlint // never wrapped
		if !ok {
			t.Fatalf("%T is no *SyntaxError", err)
		}
		if e.Offset < 0 || e.Offset > len(source) || e.Line < 1 || e.Message == "" {
			t.Errorf("%d bytes: bad place or message: %+v", len(source), e)
		}
	})
}

func FuzzRender(f *testing.F) {
	seed(f)
	vars := oracleVars(f)
	before := python.OfDict(vars).Repr()
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 2_000 {
			t.Skip("longer than a usual response")
		}
		tpl, err := Compile(source)
		if err != nil {
			return
		}
		prefix := []byte("prefix")
		least := time.Hour
		var out []byte
		var failed *Error
		for range 3 {
			start := time.Now()
			out, failed = tpl.Append(prefix, vars, nil)
			if least = min(least, time.Since(start)); least < slow {
				break
			}
		}
		if least > slow && !raceEnabled {
			t.Errorf("took %v", least)
		}
		if !bytes.HasPrefix(out, prefix) || failed != nil && len(out) != len(prefix) {
			t.Errorf("the destination was changed: %.40q", out)
		}
		if len(out) > len(prefix)+DefaultLimits().Output {
			t.Errorf("%d bytes of output", len(out))
		}
		if failed != nil && (failed.Offset < 0 || failed.Offset > len(source) || failed.Line < 1 || failed.Message == "") {
			t.Errorf("bad place or message: %+v", failed)
		}
		if again, failedAgain := tpl.Append(prefix, vars, nil); !bytes.Equal(out, again) || (failed == nil) != (failedAgain == nil) {
			t.Errorf("a second rendering differs: %.80q %.80q", out, again)
		}
		if python.OfDict(vars).Repr() != before {
			t.Fatal("the variables were changed")
		}
	})
}
