package nlg_test

import (
	"slices"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

const rephrased = `version: "3.1"
responses:
  utter_asked:
  - text: "Hello {name}, you have {n} \"new\" messages.\n"
    metadata: {rephrase: true, rephrase_prompt: "Say {{ suggested_response }}"}
    buttons: [{title: "{name}", payload: /ok}]
  utter_quoted:
  - text: "{name}"
    metadata: {rephrase: "false"}
  utter_refused:
  - text: No
    metadata: {rephrase: false}
  utter_silent_about_it:
  - text: Maybe
  utter_jinja:
  - text: "{% for i in items %}{{ i }} {% endfor %}"
    metadata: {template: jinja, rephrase: 1, rephrase_prompt: "{{ bad"}
    translation: {de: "Für {{ name }}"}
  utter_image:
  - custom: {text: a}
    metadata: {rephrase: true}
  utter_empty:
  - text: "{e}"
    metadata: {rephrase: true}
`

// TestRephrasing checks what a rewording needs to know of a message, and that it changes
// nothing but the text.
func TestRephrasing(t *testing.T) {
	catalog, diags := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte(rephrased)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	items, err := python.ParseJSON(`["tea", "rice"]`)
	if err != nil {
		t.Fatal(err)
	}
	slots := &nlg.Dict{}
	slots.Set("name", nlg.Str("Ann"))
	slots.Set("n", python.Int(1200))
	slots.Set("e", nlg.Str(""))
	slots.Set("items", items)
	for _, tt := range []struct {
		name, language string
		missing        bool
		asks, asksAll  bool
		hasText        bool
		values         []string
		want           string
	}{
		{
			name: "utter_asked", asks: true, asksAll: true, hasText: true, values: []string{"Ann", "1200"},
			want: `{"text":"new \"text\" é","buttons":[{"title":"Ann","payload":"/ok"}],"metadata":{"rephrase":true,"rephrase_prompt":"Say {{ suggested_response }}"}}`,
		},
		{name: "utter_quoted", asks: true, asksAll: true, hasText: true, values: []string{"Ann"}, want: `{"text":"new \"text\" é","metadata":{"rephrase":"false"}}`},
		{name: "utter_refused", hasText: true, want: `{"text":"new \"text\" é","metadata":{"rephrase":false}}`},
		{name: "utter_silent_about_it", asksAll: true, hasText: true, want: `{"text":"new \"text\" é"}`},
		{
			name: "utter_jinja", asks: true, asksAll: true, hasText: true, values: []string{"tea", "rice"},
			want: `{"text":"new \"text\" é","metadata":{"template":"jinja","rephrase":1,"rephrase_prompt":"{{ bad"}}`,
		},
		{
			name: "utter_jinja", language: "de", asks: true, asksAll: true, hasText: true, values: []string{"Ann"},
			want: `{"text":"new \"text\" é","metadata":{"template":"jinja","rephrase":1,"rephrase_prompt":"{{ bad"}}`,
		},
		{name: "utter_image", asks: true, asksAll: true, want: `{"custom":{"text":"a"},"metadata":{"rephrase":true}}`},
		{name: "utter_empty", asks: true, asksAll: true, values: []string{""}, want: `{"text":"new \"text\" é","metadata":{"rephrase":true}}`},
	} {
		slots.Set("language", nlg.Str(tt.language))
		req := &nlg.Request{Response: tt.name, Slots: slots}
		m, err := catalog.Render(req, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := m.Rephrasing()
		if r.Asks(false) != tt.asks || r.Asks(true) != tt.asksAll || m.HasText() != tt.hasText || !m.IsFilled() {
			t.Errorf("%s: asks %t, for all %t, has a text %t, is filled %t", tt.name, r.Asks(false), r.Asks(true), m.HasText(), m.IsFilled())
		}
		if catalog.MayRephrase(tt.name, false) != tt.asks || catalog.MayRephrase(tt.name, true) != tt.asksAll {
			t.Errorf("%s: may be reworded: %t, for all %t", tt.name, catalog.MayRephrase(tt.name, false), catalog.MayRephrase(tt.name, true))
		}
		if got, ok := catalog.Printed(m, req); !ok || !slices.Equal(got, tt.values) {
			t.Errorf("%s: printed %q, want %q", tt.name, got, tt.values)
		}
		if m.SetText(`new "text" é`); string(m.JSON) != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, m.JSON, tt.want)
		}
	}
	if r := mustRender(t, catalog, &nlg.Request{Response: "utter_asked"}).Rephrasing(); r.Prompt == nil || r.PromptFault != "" {
		t.Errorf("a good prompt: %+v", r)
	}
	if r := mustRender(t, catalog, &nlg.Request{Response: "utter_jinja"}).Rephrasing(); r.Prompt != nil || r.PromptFault == "" {
		t.Errorf("a bad prompt: %+v", r)
	}
	if m := mustRender(t, catalog, &nlg.Request{Response: "utter_asked"}); m.IsFilled() {
		t.Error("a text without its variables counts as filled")
	}
	if !catalog.MayRephrase("", false) || catalog.MayRephrase("utter_unknown", true) {
		t.Error("MayRephrase of no name or of an unknown one")
	}
	if silent, _ := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("version: '3.1'\nresponses: {utter_x: [{text: a, metadata: {rephrase: null}}]}")}}, nlg.Options{}); silent.MayRephrase("", false) || !silent.MayRephrase("", true) {
		t.Error("MayRephrase of content that does not ask")
	}
}

// TestRephrasingOfPatterns checks that no built-in response asks for rewording (D42).
func TestRephrasingOfPatterns(t *testing.T) {
	catalog, diags := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("version: '3.1'\nresponses: {utter_x: [{text: a}]}")}}, nlg.Options{Patterns: true})
	if catalog == nil {
		t.Fatal(diags)
	}
	const name = "utter_can_do_something_else"
	if !catalog.Has(name) || catalog.MayRephrase(name, false) || catalog.MayRephrase("", false) || !catalog.MayRephrase(name, true) {
		t.Errorf("%s: there is one: %t, it may be reworded: %t, with rephrase_all: %t", name, catalog.Has(name), catalog.MayRephrase(name, false), catalog.MayRephrase(name, true))
	}
}
