package exchange_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"nlgserver/exchange"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/files"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// corpus returns the real assistants that load, with their files.
func corpus(t *testing.T) map[string][]nlg.File {
	t.Helper()
	dirs, err := filepath.Glob("../../shared/corpus/*__*")
	if err != nil || len(dirs) == 0 {
		t.Skip("no corpus beside the project")
	}
	all := map[string][]nlg.File{}
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		read, _ := files.New([]string{dir}).Fetch(context.Background())
		if c, _ := nlg.Compile(read, nlg.Options{}); c != nil {
			all[filepath.Base(dir)] = read
		}
	}
	return all
}

func unitsOf(t *testing.T, read []nlg.File, language string) *exchange.Document {
	t.Helper()
	c, found := nlg.Compile(read, nlg.Options{KeepWritten: true})
	if c == nil {
		t.Fatal(found)
	}
	doc, err := exchange.Units(c, exchange.Options{Language: language})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func reread(t *testing.T, format exchange.Format, doc *exchange.Document) *exchange.File {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.Write(&b, format, doc); err != nil {
		t.Fatal(err)
	}
	f := exchange.Read("file"+format.Extension(), b.Bytes())
	if len(f.Found) > 0 {
		t.Fatal(f.Found)
	}
	return f
}

// TestCorpus exports every real assistant and imports it again: without changes, no
// byte changes; with a translation of every text, exactly the translations do.
func TestCorpus(t *testing.T) {
	const language = "x-de-test"
	texts, written := 0, 0
	for name, read := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			doc := unitsOf(t, read, language)
			for _, format := range exchange.Formats() {
				f := reread(t, format, doc)
				r := exchange.Check(doc, f, exchange.Policy{})
				if len(r.Changes) > 0 || len(r.Found) > 0 || r.Units != len(doc.Units) {
					t.Fatalf("%s: %d changes, %v", format, len(r.Changes), r.Found)
				}
				for i, now := range exchange.Apply(read, doc, f, r, nil, nil) {
					if !bytes.Equal(now.Data, read[i].Data) {
						t.Errorf("%s: %s changed", format, now.Path)
					}
				}
			}
			texts += len(doc.Units)
			written += translateAll(t, read, doc)
		})
	}
	// A few texts cannot be written in place, such as those in an anchor that others use.
	if t.Logf("%d texts, %d translations written", texts, written); 1000*(texts-written) > 5*texts {
		t.Errorf("%d of %d translations were not written", texts-written, texts)
	}
}

// translateAll translates every text, imports it, and reads the files again.
func translateAll(t *testing.T, read []nlg.File, doc *exchange.Document) int {
	t.Helper()
	before := map[string]string{}
	translated := &exchange.Document{SourceLanguage: doc.SourceLanguage, Language: doc.Language}
	for _, u := range doc.Units {
		before[u.ID] = u.Source
		u.Target, u.State = "Ü: “"+u.Source+"”\n", exchange.Translated
		translated.Units = append(translated.Units, u)
	}
	f := reread(t, exchange.XLIFF, translated)
	for i := range f.Entries {
		f.Entries[i].TargetHash = "none"
	}
	r := exchange.Check(doc, f, exchange.Policy{})
	edited := exchange.Apply(read, doc, f, r, nil, nil)
	for _, d := range r.Found {
		if d.Severity == diag.Error && d.Code != exchange.CannotWrite {
			t.Error(d.Text())
		}
	}
	want := map[string]string{}
	for _, c := range r.Changes {
		want[c.Unit.ID] = c.Text
	}
	if len(want) == 0 && len(doc.Units) > 0 {
		t.Error("nothing was written")
	}
	now := unitsOf(t, edited, doc.Language)
	if len(now.Units) != len(doc.Units) {
		t.Fatalf("%d texts became %d", len(doc.Units), len(now.Units))
	}
	for _, u := range now.Units {
		if u.Source != before[u.ID] || u.Target != want[u.ID] {
			t.Errorf("%s: %q, %q, not %q, %q", u.ID, u.Source, u.Target, before[u.ID], want[u.ID])
		}
	}
	return len(want)
}

type compiledFiles struct{ catalog *nlg.Catalog }

// editionsOf compiles content with a file per language.
func editionsOf(t *testing.T, read []nlg.File) (compiledFiles, []lint.Edition) {
	t.Helper()
	opts := nlg.Options{KeepWritten: true}
	c, found := nlg.Compile(read, opts)
	if c == nil {
		t.Fatal(found)
	}
	return compiledFiles{c}, lint.Editions(read, opts)
}
