package lint_test

import (
	"strings"
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
)

func TestTranslations(t *testing.T) {
	runCases(t, []findCase{
		{name: "none", text: response("text: a")},
		{name: "asked for", text: response("text: a"), opts: lint.Options{Languages: []string{"de", "es"}}, want: "3:12 080", says: `"de", "es"`},
		{name: "nothing to say", text: response("text: '{a} 1'"), opts: lint.Options{Languages: []string{"de"}}},
		{name: "one of two", text: response("text: a, translation: {de: b}", "text: c"), want: "4:12 080"},
		{name: "beside another", text: response("text: a, translation: {de: b, es: c}", "text: d, translation: {de: e}"), want: "4:12 080", says: "add a line `es: \"…\"` below `translation:`"},
		{name: "beside none", text: response("text: a, translation: {de: b}", "text: d"), want: "4:12 080", says: "add `translation: {de: \"…\"}` to the variation"},
		{
			name: "language of a few", // two of three are only in German
			text: "responses:\n  a: [{text: a, translation: {de: b}}]\n  b: [{text: a, translation: {de: b}}]\n  c: [{text: a, translation: {de: b, fr: c}}]\n",
		},
		{name: "other variables", text: response("text: '{a}', translation: {de: '{b}'}"), want: "3:37 081", says: `uses "b" where the text uses "a"`},
		{name: "everything left out is one finding", text: response("text: '{a} b', translation: {de: ''}"), want: "3:39 118"},
		{name: "variable left out", text: response("text: '{a} b', translation: {de: 'b'}"), want: "3:39 081", says: `omits "a"`},
		{name: "an empty translation is none", text: response("text: a, translation: {de: ''}", "text: c, translation: {de: d}"), want: "3:33 118", says: "remove it, or write the translation"},
		{name: "nothing to translate", text: response("text: '', translation: {de: ''}")},
		{name: "an empty title", text: response("text: a, translation: {de: b}, buttons: [{title: c, payload: /c, translation: {de: {title: ''}}}]"), want: "3:97 118", says: `button "c"`},
		{name: "a language that is nowhere written is not expected", text: response("text: a, translation: {fr: ''}", "text: c"), want: "3:33 118"},
		{name: "button", text: response("text: a, translation: {de: b}, buttons: [{title: c, payload: /c}]"), want: "3:47 080", says: `button "c"`},
		{name: "button translated", text: response("text: a, translation: {de: b}, buttons: [{title: c, payload: /c, translation: {de: {title: d}}}]")},
		{name: "button of digits", text: response("text: a, translation: {de: b}, buttons: [{title: '1', payload: /c}]")},
	})
}

// TestMissingLanguage checks that a language which most texts lack is one fact.
func TestMissingLanguage(t *testing.T) {
	text := "responses:\n  utter_a: [{text: a, translation: {de: b, es: c}}]\n"
	for _, name := range []string{"b", "c", "d", "e", "f"} {
		text += "  utter_" + name + ": [{text: a, translation: {de: b}}]\n"
	}
	text += "  utter_g: [{text: a}]\n"
	found := find(t, text, lint.Options{Languages: []string{"de", "es"}}).Merged()
	var got []string
	for _, d := range found {
		got = append(got, d.String()+" "+d.Hint)
	}
	want := []string{
		`domain.yml:3:20: warning: only 1 of 7 texts are translated into "es" (and 5 more like it) [NLG080] add a line ` + "`es: \"…\"` below `translation:`",
		`domain.yml:8:20: warning: no translation into "de": in that language this text is sent untranslated, or not at all if another variation is translated [NLG080] add ` +
			"`translation: {de: \"…\"}` to the variation",
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
}

const editions = `# file: domain_am.yml
responses:
  utter_a: [{text: "ሰላም {name}"}]
  utter_b: [{text: "ለ", buttons: [{title: "አ", payload: /yes}]}]
# file: domain_en.yml
responses:
  utter_a: [{text: "hi {name}"}, {text: "hello {name}"}]
  utter_b: [{text: b, buttons: [{title: yes, payload: /yes}, {title: no, payload: /no}]}]
  utter_c: [{text: c}]
# file: domain_or.yml
responses:
  utter_a: [{text: "akkam"}]
  utter_b: [{text: b, buttons: [{title: eeyyee, payload: /yes}, {title: lakki, payload: /no}]}]
`

func TestEditions(t *testing.T) {
	found := find(t, editions, lint.Options{})
	var got []string
	for _, d := range found {
		got = append(got, d.String())
	}
	want := []string{
		`domain_am.yml:3:3: warning: "utter_b" has different payloads in "en": missing here "/no" [NLG083]`,
		`domain_en.yml: warning: 2 responses in this file are not used: already defined in another language in domain_am.yml [NLG027]`,
		`domain_en.yml:4:3: warning: "utter_c" is defined here but missing in "am", "or" [NLG082]`,
		`domain_or.yml: warning: 2 responses in this file are not used: already defined in another language in domain_am.yml [NLG027]`,
		`domain_or.yml:2:3: warning: "utter_a" has different variables in "en": missing here "name" [NLG083]`,
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
	runCases(t, []findCase{
		{name: "directories", text: strings.NewReplacer("domain_am.yml", "am/x.yml", "domain_en.yml", "en/x.yml", "domain_or.yml", "or/x.yml").Replace(editions), want: "3:3 083, 0:0 027, 4:3 082, 0:0 027, 2:3 083"},
		{
			name: "parts of one language", want: "2:3 027", // my_in.yml and my_to.yml are not translations of each other
			text: "# file: my_in.yml\nresponses:\n  a: [{text: a}]\n  b: [{text: b}]\n  c: [{text: c}]\n# file: my_to.yml\nresponses:\n  a: [{text: a}]\n  d: [{text: d}]\n  e: [{text: e}]\n",
		},
		{name: "no language", text: "# file: faq_v1.yml\nresponses:\n  a: [{text: a}]\n# file: faq_v2.yml\nresponses:\n  a: [{text: b}]\n", want: "2:3 027"},
	})
}

func TestCoverage(t *testing.T) {
	r := lint.Run(split(response("text: a, translation: {de: b}, buttons: [{title: c, payload: /c}]", "text: d, translation: {de: e, fr: f}")), nil, nlg.Options{}, lint.Options{})
	var b strings.Builder
	if err := lint.Covered(r.Catalog, r.Editions, []string{"it"}).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `  language  responses  variations   buttons
        de   0/1   0%    2/2 100%  0/1   0%
        fr   0/1   0%    1/2  50%  0/1   0%
        it   0/1   0%    0/2   0%  0/1   0%
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	r = lint.Run(split(editions), nil, nlg.Options{}, lint.Options{})
	c := lint.Covered(r.Catalog, r.Editions, nil)
	if len(c.Languages) != 3 || c.Languages[0].Responses != (lint.Share{Have: 2, All: 3}) || strings.Join(c.Languages[2].Missing, " ") != "utter_c" || c.Languages[1].Missing != nil {
		t.Errorf("%+v", c)
	}
}
