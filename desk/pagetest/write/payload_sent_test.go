package write_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/desktest"
)

// What the builder writes is what a click then says, and it reads what it wrote.
func TestBrowserBuildsWhatAClickSays(t *testing.T) {
	type built struct{ Payload, Why string }
	type shown struct {
		Other  bool
		Intent string
		Pairs  []string
		Why    string
	}
	same := func(value string) string { return value }
	tests := []struct {
		engine string
		intent string
		pairs  []string
		// sent are the pairs as a click sends them; nil if they are the same.
		sent []string
		// why is a part of why the payload cannot have the parts.
		why string
	}{
		{intent: "affirm"},
		{intent: "faq/ask_name"},
		{intent: "inform", pairs: []string{"color", `dark "red"`}},
		{intent: "inform", pairs: []string{"path", `C:\new\u0041`, "b", `\`}},
		{intent: "inform", pairs: []string{"b", "1", "2", "3", "1", "4"}}, // names that look like numbers keep their place
		{intent: "inform", pairs: []string{"__proto__", "x", "constructor", "y"}},
		{intent: "inform", pairs: []string{"who", "{name}"}, sent: []string{"who", "Ann"}},
		{intent: "inform", pairs: []string{"who", "{name} {tier}", "b", "c"}, sent: []string{"who", "Ann gold", "b", "c"}},
		{intent: "inform", pairs: []string{"who", "{{a}} b"}, sent: []string{"who", "{a} b"}},
		{intent: "inform", pairs: []string{"who", "{{{{"}, sent: []string{"who", "{{"}},
		{intent: "inform", pairs: []string{"who", "a } b"}, why: "brace"},
		{intent: "inform", pairs: []string{"who", "{"}, why: "brace"},
		{intent: "inform", pairs: []string{"who", "{}"}, why: "brace"},
		{intent: "inform", pairs: []string{"a{", "b"}, why: "brace"},
		{intent: "inform", pairs: []string{"city", "القدس، 日本 😀", "b", "'"}},
		{intent: "inform", pairs: []string{"city", " spaced  "}},
		{intent: "inform", pairs: []string{"city", "a(b), c=d @ 0[ ]"}},
		{intent: "inform", pairs: []string{"city", "a", "city", "b"}, why: "twice"},
		{intent: "two words", why: "space"},
		{intent: "faq/", why: "intent"},
		{intent: "SetSlots", why: "sets slots"},
		{intent: "/SetSlots", pairs: []string{"tier", "gold", "name", "Ann Lee = x"}},
		{intent: "/SetSlots", pairs: []string{"tier", "{tier}"}, sent: []string{"tier", "gold"}},
		{intent: "/SetSlots", pairs: []string{"tier", "a, b"}, why: "comma"},
		{intent: "/SetSlots", pairs: []string{"tier", "(a)"}, why: "parenthes"},
		{intent: "/SetSlots", pairs: []string{"a=b", "c"}, why: "equals"},
		{intent: "/SetSlots", pairs: []string{"tier", "{"}, why: "brace"},
		{intent: "/SetSlots", pairs: []string{"tier", "a", "tier", "b"}, why: "twice"},
		{engine: "jinja", intent: "inform", pairs: []string{"who", "{name}", "b", "}"}},
		{engine: "jinja", intent: "inform", pairs: []string{"who", "{{ name }}!"}, sent: []string{"who", "Ann!"}},
		{engine: "jinja", intent: "inform", pairs: []string{"who", "{{ name"}, why: "brace"},
		{engine: "jinja", intent: "inform", pairs: []string{"who", "{% x"}, why: "brace"},
		{engine: "jinja", intent: "inform", pairs: []string{"who", `{{ "a" }}`}, why: "brace"},
		{engine: "jinja", intent: "/SetSlots", pairs: []string{"tier", "{{ tier }}"}, sent: []string{"tier", "gold"}},
	}
	for _, engine := range []string{"format", "jinja"} {
		t.Run(engine, func(t *testing.T) {
			_, page := withBuilder(t, "    metadata: {template: "+engine+"}\n")
			for _, tt := range tests {
				if tt.engine != engine && (tt.engine != "" || engine != "format") {
					continue
				}
				got := ofBuilder[built](t, page, "build", tt.intent, append([]string{}, tt.pairs...))
				if tt.why != "" {
					if !strings.Contains(got.Why, tt.why) {
						t.Errorf("%s %q: %+v", tt.intent, tt.pairs, got)
					}
					continue
				}
				want := same(tt.intent)
				pairs := tt.pairs
				if tt.sent != nil {
					pairs = tt.sent
				}
				if got.Why != "" {
					t.Errorf("%s %q: %+v", tt.intent, tt.pairs, got)
				}
				if sent := click(t, got.Payload, engine); sent != said(want, pairs) {
					t.Errorf("%s %q: %s sends %s, want %s", tt.intent, tt.pairs, got.Payload, sent, said(want, pairs))
				}
				back := ofBuilder[shown](t, page, "(async (text) => { await read('x'); return read(text); })", got.Payload)
				if back.Other || back.Intent != tt.intent || strings.Join(back.Pairs, "|") != strings.Join(tt.pairs, "|") || back.Why != "" {
					t.Errorf("%s %q: %s is read as %+v", tt.intent, tt.pairs, got.Payload, back)
				}
			}
		})
	}
}

// said returns a payload as Rasa reads it.
func said(intent string, pairs []string) string {
	var members []string
	for i := 0; i < len(pairs); i += 2 {
		if intent == "/SetSlots" {
			members = append(members, pairs[i]+"="+pairs[i+1])
		} else {
			members = append(members, fmt.Sprintf("%s: %s", desktest.YAML(pairs[i]), desktest.YAML(pairs[i+1])))
		}
	}
	switch {
	case intent == "/SetSlots":
		return "/SetSlots(" + strings.Join(members, ", ") + ")"
	case len(members) == 0:
		return "/" + intent
	default:
		return "/" + intent + "{" + strings.Join(members, ", ") + "}"
	}
}
