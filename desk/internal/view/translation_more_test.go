package view

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
)

func idsOf(t *testing.T, c *Content, q TranslationQuery) string {
	t.Helper()
	out, err := c.Translations(q)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range out.Rows {
		ids = append(ids, r.ID+" "+r.State)
	}
	return strings.Join(ids, ", ")
}

// TestTranslationFindings checks that a row has the findings of its own field in its own
// language, and no others.
func TestTranslationFindings(t *testing.T) {
	c := openTexts(t, `responses:
  utter_a:
  - text: "{a} and {b} and {a}"
    translation: {fr: "{a} et {b}", de: "{a} und {b}"}
    buttons:
    - title: "Go {b}"
      payload: /go
      translation: {fr: {title: "Va {nom}"}, de: {title: "Los {b}"}}
`)
	for language, want := range map[string][2]bool{"fr": {false, true}, "de": {false, false}} {
		out, err := c.Translations(TranslationQuery{Language: language})
		if err != nil || len(out.Rows) != 2 {
			t.Fatal(out, err)
		}
		for i, row := range out.Rows {
			if got := len(row.Findings) > 0; got != want[i] {
				t.Errorf("%s %s: %+v", language, row.ID, row.Findings)
			}
		}
		if got := out.Rows[0].Variables; !slices.Equal(got, []string{"{a}", "{b}"}) {
			t.Error(got)
		}
	}
}

func TestTranslationOfJinja(t *testing.T) {
	c := openTexts(t, "responses:\n  utter_a:\n  - text: '{% if a %}yes{% endif %} {{ b }}'\n    metadata: {template: jinja}\n")
	out, err := c.Translations(TranslationQuery{Language: "de"})
	if err != nil || len(out.Rows) != 1 {
		t.Fatal(out, err)
	}
	var kinds []string
	for _, p := range out.Rows[0].Source {
		kinds = append(kinds, p.Kind)
	}
	if !slices.Equal(kinds, []string{codePiece, "", codePiece, "", variablePiece}) || !slices.Equal(out.Rows[0].Variables, []string{"{{ b }}"}) {
		t.Errorf("%v %v", kinds, out.Rows[0].Variables)
	}
}

func TestWhereOf(t *testing.T) {
	for path, want := range map[string]string{
		"text": "text", "buttons[1].title": "title of button 2", "buttons[0].payload": "payload of button 1",
		"quick_replies[0].title": "title of quick reply 1", "buttons[x].title": "buttons[x].title",
	} {
		if got := whereOf(path); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestTranslationsAreOfAPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range MaxLimit + 1 {
		fmt.Fprintf(&b, "  utter_%d: [{text: Hello}]\n", i)
	}
	c := openTexts(t, b.String())
	for limit, want := range map[int]int{0: DefaultLimit, 7: 7, MaxLimit + 1: MaxLimit} {
		if out, err := c.Translations(TranslationQuery{Language: "de", Limit: limit}); err != nil || len(out.Rows) != want || out.Total != MaxLimit+1 {
			t.Error(limit, len(out.Rows), err)
		}
	}
	// Texts of a few languages are kept, those that were asked for last.
	for _, code := range []string{"fr", "es", "it", "pl", "nl", "sv"} {
		if _, err := c.document(code); err != nil {
			t.Fatal(err)
		}
	}
	if docs := c.texts.docs; len(docs) != mostDocuments || docs[len(docs)-1].Language != "sv" {
		t.Error(len(docs))
	}
}

// TestTranslationsOfAPart checks what is listed and counted once responses are new, gone,
// or cannot be loaded, and that no file is imported into such content.
func TestTranslationsOfAPart(t *testing.T) {
	c := openTexts(t, "responses:\n  utter_a: [{text: Hello, translation: {de: Hallo}}]\n  utter_b: [{text: Bye}]\n  utter_c: [{text: Well}]\n")
	patch := func(name, text string) Patch {
		return Patch{Name: name, File: nlg.File{Path: "a.yml", Data: []byte("responses:\n" + text)}}
	}
	with := c.With(t.Context(), "2", []Patch{
		patch("utter_a", "  utter_a: [{text: [1]}]\n"), patch("utter_new", "  utter_new: [{text: New, translation: {de: Neu}}]\n"),
		{Name: "utter_b", Gone: true},
		patch("utter_c", "  utter_c: [{text: Well, translation: {de: ''}}]\n"),
	})
	if with == nil {
		t.Fatal("opened as a whole")
	}
	if got := idsOf(t, with, TranslationQuery{Language: "de"}); got != "utter_a#1.text translated, utter_c#1.text empty, utter_new#1.text translated" {
		t.Error(got)
	}
	if all := with.TranslationCoverage(); len(all) != 1 || all[0].Texts != 3 || all[0].Translated != 2 || all[0].Empty != 1 || all[0].Missing != 0 {
		t.Errorf("%+v", all)
	}
	if _, err := with.Import(TranslationImport{Language: "de", Name: "a.csv", Data: []byte("id,target\n")}); !errors.Is(err, ErrNotWhole) {
		t.Error(err)
	}
}

// TestImportOfSeveralLanguages checks that of a file in several languages, only those
// that are meant are written, that the findings are in the order of the file, and that
// what is missing is only added.
func TestImportOfSeveralLanguages(t *testing.T) {
	c := openTexts(t, "responses:\n  utter_a: [{text: Hello}]\n  utter_b: [{text: Bye, translation: {de: Ciao}}]\n  utter_c: [{text: Well}]\n")
	file := "id,target,target_language\nutter_x#1.text,X,de\nutter_y#1.text,Y,de-AT\nutter_z#1.text,Z,de\nutter_a#1.text,Bonjour,fr\nutter_a#1.text,Hallo,de\nutter_b#1.text,Ciao,de-AT\nutter_c#1.text,Na,de-AT\n"
	out, err := c.Import(TranslationImport{Language: "de", Name: "a.csv", Data: []byte(file)})
	if err != nil || out.Written != 2 || out.Unchanged != 1 || out.Refused != 4 || len(out.Ops) != 2 {
		t.Fatalf("%+v %v", out, err)
	}
	for _, op := range out.Ops {
		if op.Was != nil || op.Language != "de" {
			t.Errorf("%+v", op)
		}
	}
	var lines []int
	for _, f := range out.Findings {
		lines = append(lines, f.Position.Line)
	}
	if !slices.IsSorted(lines) || len(lines) != 4 {
		t.Error(lines)
	}
	if out.Changes[0].Line != 6 || out.Changes[0].After[0].Text != "Hallo" || len(out.Changes[0].Before) != 0 {
		t.Errorf("%+v", out.Changes)
	}
}

// TestExportOfStates checks that an exported file has the texts in the chosen states.
func TestExportOfStates(t *testing.T) {
	c := openTexts(t, translated)
	for states, want := range map[string]string{"": "0123", "missing": "3", "empty": "1", "missing empty": "13", "differs": ""} {
		f, err := c.Export(TranslationExport{Language: "de", Format: "csv", States: strings.Fields(states), Name: "a"})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, id := range []string{"utter_hi#1.text", "utter_ask#1.text", "buttons[0]", "buttons[1]"} {
			if strings.Contains(string(f.Data), id+"\",") || strings.Contains(string(f.Data), id+".title\",") {
				got += fmt.Sprint(i)
			}
		}
		if got != want {
			t.Errorf("%q: %s, not %s\n%s", states, got, want, f.Data)
		}
	}
}

// TestCoverageWithoutTheSource checks that the language to translate from is not one of
// those to translate into, unless the texts are of another.
func TestCoverageWithoutTheSource(t *testing.T) {
	files := []nlg.File{
		{Path: "domain_en.yml", Direct: true, Data: []byte("responses:\n  utter_a:\n  - text: Hello\n")},
		{Path: "domain_de.yml", Direct: true, Data: []byte("responses:\n  utter_a:\n  - text: Hallo\n")},
	}
	if len(lint.Editions(files, nlg.Options{})) != 2 {
		t.Fatal("no editions")
	}
	if c, _ := Open(t.Context(), Sources{Files: files}, Options{}); c != nil {
		for _, one := range c.TranslationCoverage() {
			if one.Language == "en" {
				t.Errorf("%+v", one)
			}
		}
	}
	arabic := openTexts(t, "responses:\n  utter_a:\n  - text: مرحبا\n    translation: {en: Hello, de: Hallo}\n")
	if all := arabic.TranslationCoverage(); len(all) != 2 || all[1].Language != "en" || all[1].Translated != 1 {
		t.Errorf("%+v", all)
	}
}
