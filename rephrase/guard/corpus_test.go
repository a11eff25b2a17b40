package guard_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlgserver/rephrase/guard"
)

const corpusDir = "../../../shared/corpus"

var (
	textLine = regexp.MustCompile(`(?m)^\s*(?:- )?text:\s*['"]?([^\\{}\n]{4,}?)['"]?\s*$`)
	listMark = regexp.MustCompile(`^[0-9]+[.)]`)
	digits   = regexp.MustCompile(`[0-9]+`)
)

// corpusTexts returns the texts of real assistants that have no variable and are on one line.
func corpusTexts(t *testing.T) (texts []string) {
	t.Helper()
	err := filepath.WalkDir(corpusDir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yml") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range textLine.FindAllSubmatch(data, -1) {
			texts = append(texts, string(m[1]))
		}
		return err
	})
	if err != nil || len(texts) == 0 {
		t.Skipf("no corpus in %s: run this beside the shared material", corpusDir)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// TestRephraseGuardCorpus says each text of real assistants again in ways that keep all facts,
// and with one number changed. The number of a list's line is no fact.
func TestRephraseGuardCorpus(t *testing.T) {
	said, changed := 0, 0
	for _, text := range corpusTexts(t) {
		s := guard.Sentence{Text: text}
		for _, answer := range append(inReverse(text), text+" 😊", "Hi! "+text, strings.TrimRight(text, ".!")) {
			said++
			if v := s.Check(answer); v != nil {
				t.Errorf("%q\nsaid as %q\ngot %+v, want pass", text, answer, v)
			}
		}
		if at := digits.FindStringIndex(text); at != nil && !listMark.MatchString(text) {
			changed++
			answer := text[:at[0]] + "7" + text[at[0]:]
			if s.Check(answer) == nil {
				t.Errorf("%q\nsaid as %q\npasses", text, answer)
			}
		}
	}
	t.Logf("%d answers passed; %d with another number caught", said, changed)
}

// inReverse returns a text with its sentences in the opposite order.
func inReverse(text string) (answers []string) {
	for _, end := range []string{". ", "! ", "? ", "。", "؟ ", "। "} {
		if sentences := strings.Split(text, end); len(sentences) > 1 {
			slices.Reverse(sentences)
			answers = append(answers, strings.Join(sentences, end))
		}
	}
	return answers
}
