package view

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/exchange"
	"nlgserver/internal/laws"
	"nlgserver/lint"
	"nlgserver/nlg"
)

func openTexts(t interface {
	Helper()
	Fatal(args ...any)
}, text string,
) *Content {
	t.Helper()
	c, found := Open(context.Background(), Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(text)}}}, Options{})
	if c == nil {
		t.Fatal(found)
	}
	return c
}

const translated = `responses:
  utter_hi:
  - text: "Hello {name}"
    channel: slack
    translation: {de: "Hallo {name}", fr: "Bonjour {nom}"}
  - text: "{name}"
  utter_ask:
  - text: "Shall I?"
    translation: {de: " ", fr: "Shall I?"}
    buttons:
    - title: "Yes"
      translation: {de: {title: Ja}}
    - title: "No"
`

func TestTranslations(t *testing.T) {
	c := openTexts(t, translated)
	for _, q := range []struct {
		query TranslationQuery
		want  string // the ids with their states
		next  int
	}{
		{TranslationQuery{Language: "de", After: -1}, "utter_hi#1.text translated, utter_ask#1.text empty, utter_ask#1.buttons[0].title translated, utter_ask#1.buttons[1].title missing", 1},
		{TranslationQuery{Language: "fr", After: 0}, "utter_hi#1.text differs, utter_ask#1.text same, utter_ask#1.buttons[0].title missing, utter_ask#1.buttons[1].title missing", 2},
		{TranslationQuery{Language: "fr", After: 3}, "utter_hi#1.text differs, utter_ask#1.text same, utter_ask#1.buttons[0].title missing, utter_ask#1.buttons[1].title missing", 0},
		{TranslationQuery{Language: "de", State: "missing", After: -1}, "utter_ask#1.buttons[1].title missing", 0},
		{TranslationQuery{Language: "de", State: OpenTexts, After: 99}, "utter_ask#1.text empty, utter_ask#1.buttons[1].title missing", 0},
		{TranslationQuery{Language: "de", State: "same", After: -1}, "", -1},
		{TranslationQuery{Language: "de", State: "same", Keep: []string{"utter_hi#1.text"}, After: -1}, "utter_hi#1.text translated", -1},
		{TranslationQuery{Language: "de", Words: "HALLO hi", After: -1}, "utter_hi#1.text translated", -1},
		{TranslationQuery{Language: "de", Response: "utter_hi", After: -1}, "utter_hi#1.text translated", -1},
		{TranslationQuery{Language: "de", Offset: 1, Limit: 1, After: -1}, "utter_ask#1.text empty", 1},
		{TranslationQuery{Language: "de", Offset: 9, After: -1}, "", 1},
	} {
		out, err := c.Translations(q.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range out.Rows {
			got = append(got, r.ID+" "+r.State)
		}
		if text := strings.Join(got, ", "); text != q.want || out.Next != q.next {
			t.Errorf("%+v: %s, next %d", q.query, text, out.Next)
		}
	}
}

func TestTranslationRow(t *testing.T) {
	out, err := openTexts(t, translated).Translations(TranslationQuery{Language: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	r := out.Rows[0]
	if r.Limit == nil || r.Limit.Channel != "Slack" || r.Limit.Length != len("Bonjour ") || len(r.Variables) != 1 || r.Variables[0] != "{name}" {
		t.Errorf("%+v %+v", r, r.Limit)
	}
	if len(r.Findings) == 0 || r.Findings[0].Language != "fr" || len(out.Rows[3].Findings) > 0 {
		t.Errorf("%+v", r.Findings)
	}
	if out.Rows[3].Where != "title of button 2" || r.Where != "text" || !out.Known || out.Name != "French" {
		t.Errorf("%+v", out)
	}
}

func TestTranslationLanguages(t *testing.T) {
	c := openTexts(t, translated)
	for code, want := range map[string]string{"pt-BR": "", "x-de-formal": "", "en": "", "German": `did you mean "de"?`, "de_AT": `did you mean "de-AT"?`, "!": "not a language code", "und": "not a language code"} {
		out, err := c.Translations(TranslationQuery{Language: code})
		if want == "" && (err != nil || out.Known || out.Total != 4) {
			if code == "en" { // the texts are in it
				continue
			}
			t.Errorf("%s: %v", code, err)
		}
		if _, is := errors.AsType[*LanguageError](err); want != "" && (!is || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", code, err)
		}
	}
	if err := (&LanguageError{"en", `"en" is the language to translate from`}).Error(); strings.Count(err, "en\"") != 1 {
		t.Error(err)
	}
	// Texts of another language are translated into English too.
	arabic := openTexts(t, "responses:\n  utter_a:\n  - text: مرحبا\n    translation: {en: Hello}\n")
	if out, err := arabic.Translations(TranslationQuery{Language: "en"}); err != nil || out.Rows[0].State != "translated" {
		t.Errorf("%+v %v", out, err)
	}
}

// TestTranslationsAgree holds the states against what translate status, the coverage and
// the list's filter say, also once a part of the content was replaced.
func TestTranslationsAgree(t *testing.T) {
	laws.Check(t, func(t *rapid.T) {
		c := openTexts(t, drawnTexts(t))
		if rapid.Bool().Draw(t, "part") {
			part := "responses:\n  utter_0:\n  - text: Hello {a}\n    translation: {de: Hallo}\n"
			if with := c.With(context.Background(), "2", []Patch{{Name: "utter_0", File: nlg.File{Path: "a.yml", Data: []byte(part)}}}); with != nil {
				c = with
			}
		}
		out, err := c.Translations(TranslationQuery{Language: "de", Limit: MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		incomplete := map[string]bool{}
		counts := map[string]int{}
		for _, r := range out.Rows {
			counts[r.State]++
			if r.State == string(exchange.Missing) || r.State == string(exchange.Empty) {
				incomplete[r.Response] = true
			}
		}
		for _, f := range out.States {
			if f.Name != OpenTexts && f.Count != counts[f.Name] {
				t.Errorf("%s: %d, and %d rows", f.Name, f.Count, counts[f.Name])
			}
		}
		for _, l := range c.TranslationCoverage() {
			if l.Language == "de" && (l.Texts != out.Total || l.Missing != counts["missing"] || l.Empty != counts["empty"] || l.Translated != counts["translated"] || l.Same != counts["same"] || l.Differs != counts["differs"]) {
				t.Errorf("coverage %+v, rows %v", l, counts)
			}
		}
		if !c.texts.knows("de") {
			return
		}
		listed := map[string]bool{}
		for _, r := range c.List(Query{Missing: "de", Limit: MaxLimit}).Rows {
			listed[r.Name] = true
		}
		for name := range incomplete {
			if !listed[name] {
				t.Errorf("%s is not in the list of what is missing", name)
			}
		}
		for name := range listed {
			if !incomplete[name] {
				t.Errorf("%s is in the list of what is missing, and nothing of it is missing or empty", name)
			}
		}
	})
}

// drawnTexts returns content whose texts all have words.
func drawnTexts(t *rapid.T) string {
	var b strings.Builder
	b.WriteString("responses:\n")
	text := rapid.SampledFrom([]string{"Hello {a}", "Bye", "Hello {b}", "Ja"})
	for i := range rapid.IntRange(1, 4).Draw(t, "responses") {
		fmt.Fprintf(&b, "  utter_%d:\n", i)
		for range rapid.IntRange(1, 3).Draw(t, "variations") {
			fmt.Fprintf(&b, "  - text: %q\n", text.Draw(t, "text"))
			if rapid.Bool().Draw(t, "translated") {
				fmt.Fprintf(&b, "    translation: {de: %q}\n", text.Draw(t, "translation"))
			}
			if rapid.Bool().Draw(t, "button") {
				fmt.Fprintf(&b, "    buttons:\n    - title: %q\n", text.Draw(t, "title"))
				if rapid.Bool().Draw(t, "translated") {
					fmt.Fprintf(&b, "      translation: {de: {title: %q}}\n", text.Draw(t, "translation"))
				}
			}
		}
	}
	return b.String()
}

// TestTranslationsOfEditions checks content that has files of their own for each language:
// it is shown and exported, and not written.
func TestTranslationsOfEditions(t *testing.T) {
	files := []nlg.File{
		{Path: "en/faq.yml", Data: []byte("responses:\n  utter_a:\n  - text: Hello\n  utter_b:\n  - text: Bye\n")},
		{Path: "de/faq.yml", Data: []byte("responses:\n  utter_a:\n  - text: Hallo\n  utter_b:\n  - text: Bye\n")},
	}
	if len(lint.Editions(files, nlg.Options{})) != 2 {
		t.Fatal("no editions")
	}
	c, _ := Open(t.Context(), Sources{Files: files}, Options{})
	if c == nil {
		t.Skip("the content is rejected")
	}
	out, err := c.Translations(TranslationQuery{Language: "de"})
	if err != nil || out.Fixed == "" || out.Total != 2 || out.Rows[1].State != "same" {
		t.Errorf("%+v %v", out, err)
	}
	if _, err := c.Import(TranslationImport{Language: "de", Name: "de.csv", Data: []byte("id,target\n")}); !errors.Is(err, ErrFixed) {
		t.Error(err)
	}
}

// TestImportLanguages checks into which language of the content the code of a file is.
func TestImportLanguages(t *testing.T) {
	c := openTexts(t, "responses:\n  utter_a:\n  - text: Hello\n    translation: {pt-BR: Oi}\n  - text: Bye\n    translation: {de: Tschüss}\n  - text: Well\n")
	for _, one := range []struct {
		code, language string
		want           bool
	}{
		{"de", "de", true},
		{"de-DE", "de", true},
		{"de_AT", "de", true},
		{"DE", "de", true},
		{"pt_br", "pt-BR", true},
		{"PT-BR", "pt-BR", true},
		{"fr", "de", false},
		{"de", "de-AT", false},
		{"fr-CA", "fr", true},
		{"pt-BR", "pt", false},
		{"pt_BR", "pt", false},
		{"pt-br", "pt", false},
		{"pt-PT", "pt", true}, // pt-BR is a language of its own here
		{"?", "de", false},
	} {
		out, err := c.Import(TranslationImport{Language: one.language, Name: "a.csv", Data: []byte("id,target,target_language\nutter_a#3.text,Hallo," + one.code + "\n")})
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Written == 1; got != one.want || got == (out.Refused == 1) {
			t.Errorf("%s into %s: %+v", one.code, one.language, out)
		}
		if !one.want && (len(out.Findings) != 1 || out.Findings[0].Hint != "choose that language, and import the file again") {
			t.Errorf("%s into %s: %+v", one.code, one.language, out.Findings)
		}
	}
}

// TestImportInPageWords checks that what an import may do is not told as flags of the
// command line, which the page does not have.
func TestImportInPageWords(t *testing.T) {
	c := openTexts(t, translated)
	file := `msgid ""
msgstr "Language: de\n"

msgctxt "utter_hi#1.text"
msgid "Hello {name}"
msgstr "Servus {name}"

msgctxt "utter_ask#1.text"
msgid "Should I?"
msgstr "Soll ich?"

#, fuzzy
msgctxt "utter_ask#1.buttons[1].title"
msgid "No"
msgstr "Nein"
`
	out, err := c.Import(TranslationImport{Language: "de", Name: "de.po", Data: []byte(file)})
	if err != nil || out.Written != 0 || out.Refused != 3 || len(out.Findings) != 3 || out.Errors != 2 || out.Warnings != 1 {
		t.Fatalf("%+v %v", out, err)
	}
	for _, f := range out.Findings {
		if strings.Contains(f.Hint, "--") || !strings.Contains(f.Hint, "also ") {
			t.Errorf("%s: %s", f.Message, f.Hint)
		}
	}
	for _, policy := range []exchange.Policy{{Theirs: true}, {Stale: true}, {Fuzzy: true}} {
		if out, err := c.Import(TranslationImport{Language: "de", Name: "de.po", Data: []byte(file), Policy: policy}); err != nil || out.Written != 1 || out.Refused != 2 {
			t.Errorf("%+v: %+v %v", policy, out, err)
		}
	}
}

// TestImportBounds checks files that are made to take memory or time.
func TestImportBounds(t *testing.T) {
	c := openTexts(t, translated)
	many := maxImportedUnits + 1
	languages := "id,target,target_language\n"
	for i := range maxFileLanguages + 1 {
		languages += fmt.Sprintf("utter_hi#1.text,Hallo,de-x%d\n", i)
	}
	for name, file := range map[string]struct{ text, want string }{
		"CSV":       {"id,target\n" + strings.Repeat("a,b\n", many), "more than 100000 translations"},
		"PO":        {strings.Repeat("msgid \"a\"\nmsgstr \"b\"\n\n", many), "more than 100000 translations"},
		"XLIFF":     {"<xliff version=\"2.1\" srcLang=\"en\" trgLang=\"de\"><file id=\"f\">" + strings.Repeat("<unit id=\"u\"><segment><source>a</source><target>b</target></segment></unit>", many) + "</file></xliff>", "more than 100000 translations"},
		"languages": {languages, "into 101 languages"},
		"columns":   {"id,target" + strings.Repeat(",", 20000) + "\n", "more than 16384 fields"},
		"entities":  {"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aa\">]><xliff version=\"1.2\">&a;</xliff>", "document type"},
		"depth":     {"<xliff>" + strings.Repeat("<a>", 100), "levels of elements"},
		"NULs":      {strings.Repeat("\x00", 1000), "not a file of translations"},
		"not UTF-8": {"id,target\nutter_hi#1.text,\xff\xfe\xfd\n", "UTF-8"},
		"a picture": {"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"},
		"nothing":   {"", "empty"},
	} {
		out, err := c.Import(TranslationImport{Language: "de", Name: "a", Data: []byte(file.text)})
		if err != nil || out.Written != 0 || len(out.Ops) != 0 || out.Errors != 1 || len(out.Findings) != 1 || !strings.Contains(out.Findings[0].Message, file.want) {
			t.Errorf("%s: %+v %v", name, out, err)
		}
	}
}

// TestImportReportIsBounded checks that of many changes and findings the first are shown,
// and all are counted.
func TestImportReportIsBounded(t *testing.T) {
	var content, file strings.Builder
	content.WriteString("responses:\n")
	file.WriteString("id,target\n")
	for i := range mostReported + 10 {
		fmt.Fprintf(&content, "  utter_%d: [{text: Hello}]\n", i)
		fmt.Fprintf(&file, "utter_%d#1.text,Hallo\nutter_none_%d#1.text,Hallo\n", i, i)
	}
	out, err := openTexts(t, content.String()).Import(TranslationImport{Language: "de", Name: "a.csv", Data: []byte(file.String())})
	if err != nil || out.Written != mostReported+10 || len(out.Ops) != out.Written || len(out.Changes) != mostReported || out.Errors != mostReported+10 || len(out.Findings) != mostReported {
		t.Errorf("%d %d %d %d %d %v", out.Written, len(out.Ops), len(out.Changes), out.Errors, len(out.Findings), err)
	}
}

// TestCoverageKeepsTexts checks that counting all languages does not drop the texts of
// the one that somebody works on.
func TestCoverageKeepsTexts(t *testing.T) {
	var all []string
	for i := range 3 * mostDocuments {
		all = append(all, fmt.Sprintf("x-l%d: Hallo %d", i, i))
	}
	c := openTexts(t, "responses:\n  utter_a:\n  - text: Hello\n    translation: {"+strings.Join(all, ", ")+"}\n  - text: Bye\n")
	before, err := c.document("x-l1")
	if err != nil {
		t.Fatal(err)
	}
	covered := c.TranslationCoverage()
	if after, _ := c.document("x-l1"); after != before {
		t.Error("gathered again")
	}
	if len(covered) != len(all) || covered[1].Texts != 2 || covered[1].Translated != 1 || covered[1].Missing != 1 {
		t.Errorf("%+v", covered)
	}
}
