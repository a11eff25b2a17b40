package responses_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// variationOf returns the variation that is written on one line.
func variationOf(t testing.TB, line string) *responses.Variation {
	t.Helper()
	return compile(t, "responses:\n  utter_x:\n    - "+line+"\n").Written("utter_x").Variations[0]
}

// TestRephraseAsked: metadata.rephrase follows Python's truth. Rasa: section 8.
func TestRephraseAsked(t *testing.T) {
	tests := []struct {
		name, variation string
		asked, said     bool
	}{
		{"no metadata", "{text: a}", false, false},
		{"the old form", "a", false, false},
		{"another key", "{text: a, metadata: {template: format}}", false, false},
		{"metadata without a value", "{text: a, metadata: }", false, false},
		{"metadata that is no map", "{text: a, metadata: rephrase}", false, false},
		{"true", "{text: a, metadata: {rephrase: true}}", true, true},
		{"True", "{text: a, metadata: {rephrase: True}}", true, true},
		{"yes", "{text: a, metadata: {rephrase: yes}}", true, true},
		{"false", "{text: a, metadata: {rephrase: false}}", false, true},
		{"off, which is a string in YAML 1.2", "{text: a, metadata: {rephrase: off}}", true, true},
		{"no value", "{text: a, metadata: {rephrase: }}", false, true},
		{"one", "{text: a, metadata: {rephrase: 1}}", true, true},
		{"zero", "{text: a, metadata: {rephrase: 0}}", false, true},
		{"zero as a float", "{text: a, metadata: {rephrase: 0.0}}", false, true},
		{"a string", "{text: a, metadata: {rephrase: 'true'}}", true, true},
		{"the string false", "{text: a, metadata: {rephrase: 'false'}}", true, true},
		{"the string zero", "{text: a, metadata: {rephrase: '0'}}", true, true},
		{"an empty string", "{text: a, metadata: {rephrase: ''}}", false, true},
		{"an empty list", "{text: a, metadata: {rephrase: []}}", false, true},
		{"a list", "{text: a, metadata: {rephrase: [false]}}", true, true},
		{"an empty map", "{text: a, metadata: {rephrase: {}}}", false, true},
		{"a map", "{text: a, metadata: {rephrase: {a: 1}}}", true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := variationOf(t, tt.variation)
			if asked, said := v.Rephrase(); asked != tt.asked || said != tt.said {
				t.Errorf("asked %t, said %t; want %t, %t", asked, said, tt.asked, tt.said)
			}
		})
	}
}

// TestRephrasePrompt: which values are a prompt of the variation's own.
func TestRephrasePrompt(t *testing.T) {
	tests := []struct {
		name, variation, prompt string
		ok                      bool
	}{
		{"no metadata", "{text: a}", "", false},
		{"another key", "{text: a, metadata: {rephrase: true}}", "", false},
		{"a prompt", "{text: a, metadata: {rephrase: true, rephrase_prompt: 'Say {{ suggested_response }}'}}", "Say {{ suggested_response }}", true},
		{"not asked for", "{text: a, metadata: {rephrase_prompt: Say it}}", "Say it", true},
		{"an empty string", "{text: a, metadata: {rephrase_prompt: ''}}", "", false},
		{"no value", "{text: a, metadata: {rephrase_prompt: }}", "", false},
		{"a number", "{text: a, metadata: {rephrase_prompt: 1}}", "", false},
		{"a map", "{text: a, metadata: {rephrase_prompt: {a: b}}}", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := variationOf(t, tt.variation)
			if prompt, ok := promptOf(v); prompt != tt.prompt || ok != tt.ok {
				t.Errorf("got %q, %t; want %q, %t", prompt, ok, tt.prompt, tt.ok)
			}
		})
	}
}

// promptOf returns the source of a variation's own prompt, and whether it has one.
func promptOf(v *responses.Variation) (source string, ok bool) {
	if p := v.Prompt(); p != nil {
		return p.Source, true
	}
	return "", false
}

// TestRephraseFindings: what loading reports about the metadata, and what fixes it for
// certain.
func TestRephraseFindings(t *testing.T) {
	tests := []struct {
		name, metadata, at, says, hint, fix string
	}{
		{"booleans", "{rephrase: true}", "", "", "", ""},
		{"a string that means it", "{rephrase: 'yes'}", "", "", "", ""},
		{"an empty string", "{rephrase: ''}", "", "", "", ""},
		{"the string false", "{rephrase: 'false'}", "3:37 NLG042", `"false", which counts as true`, "write `rephrase: false`", "false"},
		{"off, which is a string", "{rephrase: Off}", "3:37 NLG042", `"Off", which counts as true`, "write `rephrase: false`", "false"},
		{"zero in quotes", "{rephrase: \" 0\"}", "3:37 NLG042", `" 0", which counts as true`, "write `rephrase: false`", "false"},
		{"zero", "{rephrase: 0}", "", "", "", ""},
		{"a prompt", "{rephrase_prompt: 'Say {{ suggested_response }}'}", "", "", "", ""},
		{"a prompt without a value", "{rephrase_prompt: }", "", "", "", ""},
		{"a number", "{rephrase_prompt: 5}", "3:44 NLG043", "must be a string, not a number", "quote it: `rephrase_prompt: \"5\"`", ""},
		{"a list of one", "{rephrase_prompt: [a]}", "3:44 NLG043", "must be a string, not a list", "put the whole prompt in quotes", ""},
		{"a list", "{rephrase_prompt: [a, b]}", "3:44 NLG043", "must be a string, not a list", "write a single string", ""},
		{"not closed", "{rephrase_prompt: 'Say {{ history'}", "3:49 NLG043", "'{{' is never closed, so nothing is rephrased", "write `{{ history }}`", ""},
		{"a slip", "{rephrase_prompt: 'Say {{ a && b }}'}", "3:54 NLG043", "", "write `and`", `"Say {{ a and b }}"`},
		{"no such filter, if it is reached", "{rephrase_prompt: 'Say {% if a %}{{ a | uper }}{% endif %}'}", "3:66 NLG043", "so nothing is rephrased once this is reached", "write `upper`", `"Say {% if a %}{{ a | upper }}{% endif %}"`},
		{"refused", "{rephrase_prompt: '{% include \"a\" %}'}", "3:48 NLG043", "", "write the text here, or put it in a macro in this template", ""},
		{"a misspelled key", "{rephase: true}", "3:27 NLG024", `a key "rephase"`, "did you mean `rephrase`?", "rephrase"},
		{"a misspelled prompt", "{rephrase_promt: a}", "3:27 NLG024", `a key "rephrase_promt"`, "did you mean `rephrase_prompt`?", "rephrase_prompt"},
		{"a key of another type", "{rephase: 1.5}", "", "", "", ""},
		{"a misspelled key beside the right one", "{rephrase: true, rephase: true}", "", "", "", ""},
		{"another key", "{phrase: true, rephrase_by: me, prompt: a, re: true}", "", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, found := nlg.Compile([]nlg.File{{Path: "r.yml", Data: []byte("responses:\n  utter_x:\n  - {text: Hi, metadata: " + tt.metadata + "}\n"), Direct: true}}, nlg.Options{})
			if tt.at == "" {
				if len(found) > 0 {
					t.Errorf("found %v", found)
				}
				return
			}
			if len(found) != 1 || found[0].Severity != diag.Warning {
				t.Fatalf("found %v", found)
			}
			d, fix := found[0], ""
			if m := diag.MendOf(&d); m != nil {
				fix = m.Put + m.Rename
			}
			if at := fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Code); at != tt.at || !strings.Contains(d.Message, tt.says) {
				t.Errorf("found %s %s, want %s with %q", at, d.Message, tt.at, tt.says)
			}
			if d.Hint != tt.hint || fix != tt.fix {
				t.Errorf("hint %q, fix %q; want %q and %q", d.Hint, fix, tt.hint, tt.fix)
			}
		})
	}
}

// TestRephrasePromptWithoutQuotes: a hint has no part of a prompt that YAML reads as a map.
func TestRephrasePromptWithoutQuotes(t *testing.T) {
	const text = "responses:\n  utter_x:\n  - text: Hi\n    metadata:\n      rephrase: true\n      rephrase_prompt: {{ suggested_response }}\n"
	_, found := nlg.Compile([]nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}, nlg.Options{})
	last := found[len(found)-1]
	if last.Code != diag.RephrasePrompt || last.Hint != "put the whole prompt in quotes" {
		t.Errorf("%v, hint %q", found, last.Hint)
	}
}

// FuzzRephraseMetadata reads metadata of any kind: a string that is reported asks for
// rephrasing, and content loads with a fix that is certain.
func FuzzRephraseMetadata(f *testing.F) {
	for _, seed := range []string{"false", "'off'", "{{ a", "{{ a && b }}", "{% if a %}{{ a | uper }}{% endif %}", "[1]", "{a: b}", "é{{ \""} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, rephrase, prompt string) {
		one := func(rephrase, prompt string) (*responses.Variation, diag.List) {
			data := "responses:\n  utter_x:\n  - text: Hi\n    metadata:\n      rephrase: " + rephrase + "\n      rephrase_prompt: " + prompt + "\n"
			c, found := nlg.Compile([]nlg.File{{Path: "r.yml", Data: []byte(data), Direct: true}}, nlg.Options{KeepWritten: true})
			if c == nil || c.Written("utter_x") == nil || len(c.Written("utter_x").Variations) == 0 {
				return nil, found
			}
			return c.Written("utter_x").Variations[0], found
		}
		if strings.ContainsAny(rephrase+prompt, "\n\r\u0085\u2028\u2029") {
			return // another variation may start there
		}
		v, found := one(rephrase, prompt)
		if v == nil {
			return
		}
		asked, said := v.Rephrase()
		if asked && !said {
			t.Error("asks without saying so")
		}
		for _, d := range found {
			m := diag.MendOf(&d)
			switch {
			case d.Code == diag.RephraseValue && m.Put != "false":
				t.Errorf("%v has the fix %q", d, m.Put)
			case d.Code == diag.RephraseValue && !asked:
				t.Errorf("%v, but nothing is asked", d)
			case d.Code == diag.RephrasePrompt && m != nil:
				was, _ := promptOf(v)
				if mended, _ := one(rephrase, m.Put); mended == nil {
					t.Errorf("%v: the content does not load with the fix %s", d, m.Put)
				} else if is, ok := promptOf(mended); !ok || is == was {
					t.Errorf("%v: the fix %s changes nothing", d, m.Put)
				}
			}
		}
	})
}
