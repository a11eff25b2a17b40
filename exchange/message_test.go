package exchange_test

import (
	"strings"
	"testing"

	"nlgserver/exchange"
)

// TestMessages: a finding shows what is wrong also where it can hardly be seen.
func TestMessages(t *testing.T) {
	for _, c := range []struct{ name, file, message, hint string }{
		{"blanks in braces", sheet("utter_number#1.text\tx {n}\ty { n }"), "the source does not have { n }", "use those of the source: {n}"},
		{"a character that nobody sees", sheet("utter_number#1.text\tx {n}\ty {\u200bn}"), "the source does not have {<U+200B>n}", "use those of the source: {n}"},
		{"another case", sheet("utter_number#1.text\tx {n}\ty {N}"), "the source does not have {N}", "use those of the source: {n}"},
		{"full-width braces", sheet("utter_number#1.text\tx {n}\ty｛n｝"), "users would see \"｛n｝\" as written: its braces are not { and }", "write `{n}`, as in the source"},
		{"a slot of Jinja", sheet("utter_jinja#1.text\t{% if a %}yes{% endif %} {{ b }}\t{% if a %}x{% endif %}{{ slots.n }}{{ b }}"), "the source does not have slots.n", "use those of the source: a, b"},
		{
			"the name of a unit of XLIFF", `<xliff version="2.1" trgLang="de"><file><unit id="utter_gone:23:1.text" name="utter_gone#1.text"><segment><source>a</source><target>b</target></segment></unit></file></xliff>`,
			`the content has no text "utter_gone#1.text"`, "it was renamed or removed",
		},
		{"XLIFF that is cut off", `<xliff version="2.1" trgLang="de"><file>`, "not well-formed XML: the file is cut off", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := exchange.Check(compiled(t, checked, "de"), exchange.Read("f", []byte(c.file)), exchange.Policy{})
			if len(r.Found) != 1 || r.Found[0].Message != c.message || !strings.Contains(r.Found[0].Hint, c.hint) {
				t.Errorf("%+v", r.Found)
			}
		})
	}
}

// TestCharsets: what a file says of its encoding counts if it cannot be UTF-8.
func TestCharsets(t *testing.T) {
	const po = "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n\nmsgctxt \"a\"\nmsgid \"b\"\nmsgstr \"Gr\u00fc\u00dfe\"\n"
	latin := strings.NewReplacer("ü", "\xfc", "ß", "\xdf").Replace(po)
	for name, text := range map[string]string{"as it says": latin, "UTF-8 below an old header": po} {
		f := exchange.Read("f.po", []byte(text))
		if len(f.Found) > 0 || len(f.Entries) != 1 || f.Entries[0].Target != "Grüße" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestPayloadState: JSON in a payload is no variable, so a payload with other values is
// a translation like others.
func TestPayloadState(t *testing.T) {
	for _, u := range compiled(t, checked, "de").Units {
		if u.ID == "utter_payload#1.buttons[0].payload" {
			if u.State != exchange.Translated {
				t.Errorf("%q", u.State)
			}
			return
		}
	}
	t.Error("no payload")
}

// TestTooLarge: a file that is too large is not read.
func TestTooLarge(t *testing.T) {
	f := exchange.Read("f.csv", make([]byte, exchange.MaxFile+1))
	if len(f.Found) != 1 || f.Found[0].Message != "the file is larger than 64 MiB" {
		t.Errorf("%v", f.Found)
	}
}

// TestOwnComments: comments to nlgserver are no notes for translators.
func TestOwnComments(t *testing.T) {
	doc := compiled(t, "responses:\n  utter_a:\n  # nlg: ignore NLG041\n  # said at night\n  - text: Hi\n", "de")
	for _, n := range doc.Units[0].Notes {
		if strings.Contains(n.Text, "nlg:") || n.Kind == "comment" && n.Text != "said at night" {
			t.Errorf("%+v", n)
		}
	}
}
