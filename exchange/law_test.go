package exchange_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/exchange"
	"nlgserver/internal/diag"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// anyText draws texts with what formats may trip over.
func anyText() *rapid.Generator[string] {
	parts := rapid.SampledFrom([]string{
		"a", "Hello", " ", "  ", "\n", "\r", "\r\n", "\t", `"`, `""`, "'", "''", "<", ">", "&", "&amp;", "]]>", "<b>", "{name}", "{{", "}}", "{{ name }}", "{% if a %}",
		"{% endif %}", "{# c #}", "{", "}", `\`, `\n`, "=", "=1+1", "+", "-", "@", "＝", ",", ";", "\ufeff", "\u202e", "\u200f", "\u2028", "\u0085", "\x01", "\x1b", "\x7f",
		"\u00e9", "日本", "😀", "#", "#~", "msgid", "%s", "\v", "\f", "\a", "\ufffe", "\uffff", ":3A:", "%23",
	})
	return rapid.OneOf(
		rapid.Map(rapid.SliceOfN(parts, 0, 8), func(all []string) string { return strings.Join(all, "") }),
		rapid.Map(rapid.String(), func(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "") }),
	)
}

// anyDocument draws a document. Ids are as distinct as those of content.
func anyDocument(t *rapid.T) *exchange.Document {
	doc := &exchange.Document{SourceLanguage: "en", Language: rapid.SampledFrom([]string{"de", "pt-BR", "x-de-formal"}).Draw(t, "language")}
	for i := range rapid.IntRange(0, 4).Draw(t, "units") {
		u := exchange.Unit{
			ID: fmt.Sprintf("%s#%d.text", rapid.StringMatching(`[a-zü/:_ %]{1,12}`).Draw(t, "name"), i), Source: "x" + anyText().Draw(t, "source"),
			State: exchange.Missing, Engine: rapid.SampledFrom([]responses.Engine{responses.Format, responses.Jinja, responses.NoEngine}).Draw(t, "engine"),
			Position: diag.Position{File: rapid.SampledFrom([]string{"a.yml", "dir/b c.yml"}).Draw(t, "file"), Line: i + 1},
		}
		u.ID = strings.ReplaceAll(strings.ReplaceAll(u.ID, " ", "%20"), "%%", "%25%")
		if rapid.Bool().Draw(t, "prefix") {
			u.Source = strings.TrimPrefix(u.Source, "x") + "x" // starts with anything
		}
		if rapid.Bool().Draw(t, "translated") {
			u.Target, u.State = anyText().Draw(t, "target"), exchange.Translated
		}
		if rapid.Bool().Draw(t, "noted") {
			u.Notes = []exchange.Note{{Kind: "comment", Text: strings.Join(strings.Fields(rapid.StringMatching(`[a-z<&" ]{1,9}x`).Draw(t, "note")), " ")}}
		}
		doc.Units = append(doc.Units, u)
	}
	return doc
}

// TestRoundTrip checks that what is written is read back: every text to the letter,
// whatever it holds.
func TestRoundTrip(t *testing.T) {
	for _, format := range exchange.Formats() {
		t.Run(string(format), func(t *testing.T) {
			laws.Check(t, func(t *rapid.T) {
				doc := anyDocument(t)
				var b bytes.Buffer
				if err := exchange.Write(&b, format, doc); err != nil {
					t.Fatal(err)
				}
				f := exchange.Read("file", b.Bytes())
				if len(f.Found) > 0 || f.Format != format {
					t.Fatalf("read as %q with findings %v:\n%s", f.Format, f.Found, b.String())
				}
				if format != exchange.CSV && f.Language != doc.Language {
					t.Errorf("language %q, not %q", f.Language, doc.Language)
				}
				if len(f.Entries) != len(doc.Units) {
					t.Fatalf("%d entries of %d units:\n%s", len(f.Entries), len(doc.Units), b.String())
				}
				byID := map[string]*exchange.Entry{}
				for i := range f.Entries {
					e := &f.Entries[i]
					byID[e.ID], byID[e.Name] = e, e
				}
				for _, u := range doc.Units {
					e := byID[u.ID]
					if e == nil {
						t.Fatalf("no entry %q:\n%s", u.ID, b.String())
					}
					if !e.HasSource || e.Source != u.Source || e.Target != u.Target {
						t.Fatalf("source %q, target %q came back as %q, %q:\n%s", u.Source, u.Target, e.Source, e.Target, b.String())
					}
					if e.SourceHash == "" || e.TargetHash == "" || e.Unreviewed || e.Partly {
						t.Fatalf("entry %+v", *e)
					}
				}
				// Nothing that comes back unchanged is a change.
				r := exchange.Check(doc, f, exchange.Policy{})
				if len(r.Changes) > 0 || len(r.Found) > 0 {
					t.Fatalf("changes %+v, findings %v", r.Changes, r.Found)
				}
			})
		})
	}
}

// TestRefusedTexts checks that a text that no file can hold is named, and nothing is
// written.
func TestRefusedTexts(t *testing.T) {
	for _, text := range []string{"a\x00b", "a\xffb", "a\xed\xa0\x80b"} {
		for _, format := range exchange.Formats() {
			doc := &exchange.Document{SourceLanguage: "en", Language: "de", Units: []exchange.Unit{{
				ID: "utter_x#1.text", Source: text, State: exchange.Missing, Position: diag.Position{File: "a.yml", Line: 3, Column: 5},
			}}}
			var b bytes.Buffer
			err := exchange.Write(&b, format, doc)
			if err == nil || !strings.HasPrefix(err.Error(), "a.yml:3:5: utter_x#1.text: the text ") || b.Len() > 0 {
				t.Errorf("%s %q: %v, wrote %q", format, text, err, b.String())
			}
		}
	}
}

// TestImportLaw checks that whatever a translator writes is either told, or is what
// the content then has; and that nothing else changes.
func TestImportLaw(t *testing.T) {
	const text = "responses:\n  utter_a:\n  - text: \"Hi {name}\" # one\n    buttons:\n    - {title: 'Yes', payload: /y}\n  utter_b:\n  - text: |\n      two\n      lines\n    channel: slack\n" +
		"  utter_c:\n  - text: '{{ x }} and {% if x %}y{% endif %}'\n    metadata: {template: jinja}\n    translation:\n      fr: x\n"
	read := []nlg.File{{Path: "domain.yml", Data: []byte(text), Direct: true}}
	laws.Check(t, func(rt *rapid.T) {
		doc := compiled(t, text, "de")
		sent := compiled(t, text, "de")
		for i := range sent.Units {
			sent.Units[i].Target, sent.Units[i].State = anyText().Draw(rt, "target"), exchange.Translated
		}
		format := rapid.SampledFrom(exchange.Formats()).Draw(rt, "format")
		f := reread(t, format, sent)
		for i := range f.Entries {
			f.Entries[i].TargetHash = "none"
		}
		r := exchange.Check(doc, f, exchange.Policy{})
		want := map[string]string{}
		edited := exchange.Apply(read, doc, f, r, nil, nil)
		for _, c := range r.Changes {
			want[c.Unit.ID] = c.Text
		}
		if len(r.Changes)+r.Unchanged+r.Empty+r.Refused != len(doc.Units) {
			rt.Errorf("not all is accounted for: %+v", *r)
		}
		for i, u := range unitsOf(t, edited, "de").Units {
			if u.Source != doc.Units[i].Source || u.Target != want[u.ID] {
				rt.Errorf("%s: %q, %q, not %q", u.ID, u.Source, u.Target, want[u.ID])
			}
			if (u.State == exchange.Missing) != (want[u.ID] == "") {
				rt.Errorf("%s is %s", u.ID, u.State)
			}
		}
	})
}
