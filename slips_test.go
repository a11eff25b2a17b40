package nlgserver_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// validated returns what validate reports about a file.
func validated(text string) diag.List {
	files := []nlg.File{{Path: "f.yml", Data: []byte(text), Direct: true}}
	found := lint.Run(files, nil, nlg.Options{Patterns: true}, lint.Options{}).Found
	found.Sort()
	return found
}

// TestSlips checks for each slip that the first diagnostic is at the place of
// the mistake and names it, and that following its hint literally leaves
// nothing to report.
func TestSlips(t *testing.T) {
	for _, s := range slips {
		t.Run(s.name, func(t *testing.T) {
			text, line, column := marked(t, s.file)
			found := validated(text)
			if len(found) == 0 {
				t.Fatalf("nothing is reported in\n%s", text)
			}
			first := found[0]
			if !strings.Contains(first.Message, s.word) {
				t.Errorf("%s\ndoes not name %q; hint: %s", first, s.word, first.Hint)
			}
			if first.Line != line || first.Column != column {
				t.Errorf("%s\nhint: %s\nis not at %d:%d", first, first.Hint, line, column)
			}
			if s.byHand != "" {
				return
			}
			for again := 0; len(found) > 0 && found[0].Code == first.Code && again <= s.again; again++ {
				var ok bool
				if text, ok = paste(text, found[0]); !ok {
					t.Fatalf("no code to paste in the hint: %s", found[0].Hint)
				}
				found = validated(text)
			}
			if gone := lost(s.file, text); len(gone) > 0 && !mayLose[first.Code] {
				t.Errorf("the hint %s\nloses %q in\n%s", first.Hint, gone, text)
			}
			if len(found) > 0 {
				t.Errorf("after the hint: %s\n%s\nthere is: %s\nhint: %s", first.Hint, text, found[0], found[0].Hint)
			}
		})
	}
}

// mayLose are the codes whose hints are about a word that must go.
var mayLose = map[diag.Code]bool{diag.InvisibleCharacter: true, diag.MergeConflict: true, diag.DuplicateKey: true, diag.UnknownKey: true}

// lost returns the words of a file that are no longer in it.
func lost(before, after string) (gone []string) {
	isWord := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	split := func(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return !isWord(r) }) }
	left := split(after)
	for _, word := range split(escape.ReplaceAllString(before, "")) {
		if i := slices.Index(left, word); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		gone = append(gone, word)
	}
	return gone
}

func TestNoSlips(t *testing.T) {
	for name, file := range fine {
		t.Run(name, func(t *testing.T) {
			for _, d := range validated(unescaped(file)) {
				if d.Code != diag.LegacyForm {
					t.Error(d)
				}
			}
		})
	}
}

var escape = regexp.MustCompile(`<U\+([0-9A-F]{4})>`)

// unescaped returns a file of the table as it is written to disk.
func unescaped(file string) string {
	return escape.ReplaceAllStringFunc(strings.TrimPrefix(file, "\n"), func(s string) string {
		code, _ := strconv.ParseUint(s[3:7], 16, 32)
		return string(rune(code))
	})
}

// marked returns a file of the table without its mark, and the mark's place.
func marked(t *testing.T, file string) (text string, line, column int) {
	t.Helper()
	before, after, ok := strings.Cut(unescaped(file), "▸")
	if !ok {
		t.Fatal("no mark")
	}
	start := strings.LastIndexByte(before, '\n') + 1
	return before + after, strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
