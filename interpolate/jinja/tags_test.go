package jinja_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/interpolate/jinja"
)

// mark returns a template with its tags in « », and those that print in ‹ ›.
func mark(t interface{ Fatalf(string, ...any) }, text string) string {
	c, err := jinja.Compile(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var b strings.Builder
	at := 0
	for tag := range c.Tags() {
		if tag.Start < at || tag.End <= tag.Start || tag.End > len(text) {
			t.Fatalf("%q: tag %+v after %d", text, tag, at)
		}
		open, shut := "«", "»"
		if tag.Prints {
			open, shut = "‹", "›"
		}
		b.WriteString(text[at:tag.Start] + open + text[tag.Start:tag.End] + shut)
		at = tag.End
	}
	return b.String() + text[at:]
}

// TestTags marks the tags of templates.
func TestTags(t *testing.T) {
	for _, marked := range []string{
		"", "text", "a ‹{{ b }}› c", "‹{{ '}}' }}›x", "«{% if a %}»b«{% else %}»c«{% endif %}»",
		"«{# note #}»x«{# }} #}»", "a «{%- if a -%}» b «{%+ endif %}» c", "a ‹{{- b -}}› c", "a «{#- b -#}» c",
		"«{% raw %}»{{ a }}{% b %}«{% endraw %}»‹{{ c }}›", "a «{%- raw -%}» {{ «{%- endraw -%}» b",
		"a\r\n‹{{ b }}›\r\n«{% set x = {'a': {'b': 1}} %}»\r\n", "‹{{ {'a': {'b': 1}}['a'] }}›\n", "größe ‹{{ ä }}›", "{ ‹{{ a }}› }", "x {#",
	} {
		if got := mark(t, strings.NewReplacer("«", "", "»", "", "‹", "", "›", "").Replace(marked)); got != marked {
			t.Errorf("got  %q\nwant %q", got, marked)
		}
	}
}

// TestTagsLaw checks that tags are in order, and that what is between them is the fixed
// text of the template, white space apart.
func TestTagsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"{{ a }}", "{{- 'b}}' -}}", "{% if a %}x{% endif %}", "{%- raw -%}{{ {% {% endraw %}", "{# c #}", "\r\n", "\r", "\n", " ", "ö", "x", "{", "}", "%",
		})).Draw(t, "pieces"), "")
		c, err := jinja.Compile(text)
		if err != nil {
			return
		}
		var between strings.Builder
		at := 0
		for tag := range c.Tags() {
			if tag.Start < at || tag.End <= tag.Start || tag.End > len(text) {
				t.Fatalf("%q: tag %+v after %d", text, tag, at)
			}
			between.WriteString(text[at:tag.Start])
			at = tag.End
		}
		between.WriteString(text[at:])
		fixed, _ := c.Fixed()
		if got, want := strings.Join(strings.Fields(between.String()), ""), strings.Join(strings.Fields(fixed), ""); got != want {
			t.Fatalf("%q: %q between the tags, want %q", text, got, want)
		}
	})
}
