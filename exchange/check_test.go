package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/exchange"
	"nlgserver/nlg"
)

// checked is content whose translations are judged.
const checked = `responses:
  utter_greet:
  - text: "Hi {name}"
    translation: {de: "Hallo {name}"}
    buttons:
    - {title: "Open", payload: /open}
  - text: "Good day"
    id: formal
    channel: facebook
    buttons:
    - {title: "Go", payload: /go}
  utter_jinja:
  - text: "{% if a %}yes{% endif %} {{ b }}"
    metadata: {template: jinja}
  utter_odd:
  - text: "never {closed"
  utter_number:
  - text: "x {n}"
  utter_slots:
  - text: "Hi {{ slots.name }}{{ slots['age'] }}"
    metadata: {template: jinja}
  utter_empty:
  - text: Full
    translation: {de: ""}
  utter_lines:
  - text: "one\ntwo\n"
  utter_breaks:
  - text: "one\r\ntwo"
  utter_payload:
  - text: Where?
    buttons:
    - {title: "b", payload: '/in{"a": "b"}', translation: {de: {payload: '/in{"a": "d"}'}}}
`

// sheet is a file as a translator returns it.
func sheet(rows ...string) string {
	return "id\tsource\ttarget\tcheck\tstate\ttarget_language\n" + strings.Join(rows, "\n") + "\n"
}

// TestCheck checks what is said about each translation, and whether it is written.
func TestCheck(t *testing.T) {
	hash := func(text string) string { // as an export has it
		doc := &exchange.Document{Units: []exchange.Unit{{ID: "a", Source: text, Target: text, State: exchange.Translated}}}
		return reread(t, exchange.CSV, doc).Entries[0].SourceHash
	}
	const greet, bye = "utter_greet#1.text", "utter_greet@formal.text"
	tests := []struct {
		name, row string
		policy    exchange.Policy
		// want are the findings, as severity and code; change is the text to write.
		want, change string
	}{
		{name: "a good one", row: bye + "\tGood day\tGuten Tag", change: "Guten Tag"},
		{name: "of a button", row: "utter_greet#1.buttons[0].title\tOpen\tÖffnen", change: "Öffnen"},
		{name: "an empty one changes nothing", row: greet + "\tHi {name}\t "},
		{name: "the same as now", row: greet + "\tHi {name}\tHallo {name}"},
		{name: "the same as its source", row: bye + "\tGood day\tGood day", change: "Good day"},
		{name: "an unknown text", row: "utter_gone#1.text\tx\ty", want: "error unknown-unit"},
		{name: "a slip in an id", row: "utter_great#1.text\tx\ty", want: "error unknown-unit"},
		{name: "no id", row: "\tx\ty", want: "error unknown-unit"},
		{name: "twice", row: bye + "\tGood day\ta\n" + bye + "\tGood day\tb", want: "error duplicate-unit", change: "a"},
		{name: "another language", row: bye + "\tGood day\tBonjour\t\t\tfr", want: "error other-language"},
		{name: "an invented variable", row: bye + "\tGood day\tGuten Tag {user}", want: "error invented-variable"},
		{name: "a dropped variable", row: "utter_number#1.text\tx {n}\ty", want: "warning dropped-variable", change: "y"},
		{name: "another order is fine", row: "utter_number#1.text\tx {n}\t{n} y", change: "{n} y"},
		{name: "a variable that is not closed", row: "utter_number#1.text\tx {n}\ty {n", want: "error broken-braces"},
		{name: "a source that cannot be filled either", row: "utter_odd#1.text\tnever {closed\tnie {zu", change: "nie {zu"},
		{name: "Jinja that does not compile", row: "utter_jinja#1.text\t{% if a %}yes{% endif %} {{ b }}\t{% if a %}ja {{ b }}", want: "error broken-jinja"},
		{name: "Jinja with another name", row: "utter_jinja#1.text\t{% if a %}yes{% endif %} {{ b }}\t{% if a %}ja{% endif %} {{ c }}", want: "error invented-variable"},
		{name: "Jinja without a tag", row: "utter_jinja#1.text\t{% if a %}yes{% endif %} {{ b }}\tja {{ b }}", want: "warning tags-differ", change: "ja {{ b }}"},
		{name: "Jinja with another slot", row: "utter_slots#1.text\tHi {{ slots.name }}{{ slots['age'] }}\tTag {{ slots.email }}{{ slots['age'] }}", want: "error invented-variable"},
		{name: "Jinja with a slot as an item", row: "utter_slots#1.text\tHi {{ slots.name }}{{ slots['age'] }}\tTag {{ slots['name'] }}{{ slots.age }}", want: "warning tags-differ", change: "Tag {{ slots['name'] }}{{ slots.age }}"},
		{name: "Jinja with all slots", row: "utter_slots#1.text\tHi {{ slots.name }}{{ slots['age'] }}\tTag {{ slots }}", want: "error invented-variable"},
		{name: "blanks in braces", row: "utter_number#1.text\tx {n}\ty { n }", want: "error invented-variable"},
		{name: "full-width braces", row: "utter_number#1.text\tx {n}\ty｛n｝", want: "error broken-braces"},
		{name: "small braces with blanks", row: "utter_number#1.text\tx {n}\ty﹛ n ﹜", want: "error broken-braces"},
		{name: "full-width braces around something else", row: "utter_number#1.text\tx {n}\ty｛z｝ {n}", change: "y｛z｝ {n}"},
		{name: "a blank at its end", row: bye + "\tGood day\tGuten Tag ", want: "warning blanks-differ", change: "Guten Tag "},
		{name: "a line break around it", row: bye + "\tGood day\t\"\nGuten Tag\n\"", want: "warning blanks-differ", change: "\nGuten Tag\n"},
		{name: "a line break at its end as in the source", row: "utter_lines#1.text\t\"one\ntwo\n\"\t\"eins\nzwei\n\"", change: "eins\nzwei\n"},
		{name: "no line break at its end", row: "utter_lines#1.text\t\"one\ntwo\n\"\t\"eins\nzwei\"", change: "eins\nzwei"},
		{name: "line breaks of Windows", row: "utter_lines#1.text\t\"one\r\ntwo\r\n\"\t\"eins\r\nzwei\r\n\"", change: "eins\nzwei\n"},
		{name: "line breaks of old programs", row: "utter_lines#1.text\t\"one\rtwo\r\"\t\"eins\rzwei\r\"", change: "eins\nzwei\n"},
		{name: "line breaks that the source has", row: "utter_breaks#1.text\t\"one\r\ntwo\"\t\"eins\r\nzwei\"", change: "eins\r\nzwei"},
		{name: "a cell that was taken for a formula", row: bye + "\tGood day\t#NAME?", want: "error spreadsheet-error"},
		{name: "Jinja with a tag more", row: "utter_jinja#1.text\t{% if a %}yes{% endif %} {{ b }}\t{% if a %}ja{% endif %} {{ b }} {{ b }}", want: "warning tags-differ", change: "{% if a %}ja{% endif %} {{ b }} {{ b }}"},
		{name: "an empty one here", row: "utter_empty#1.text\tFull\tVoll", change: "Voll"},
		{name: "a payload with JSON", row: "utter_payload#1.buttons[0].payload\t\"/in{\"\"a\"\": \"\"b\"\"}\"\t\"/in{\"\"a\"\": \"\"c\"\"}\"\t" + hash(`/in{"a": "b"}`) + " " + hash(`/in{"a": "d"}`), change: `/in{"a": "c"}`},
		{name: "Jinja in another order", row: "utter_jinja#1.text\t{% if a %}yes{% endif %} {{ b }}\t{{ b }} {% if a %}ja{% endif %}", change: "{{ b }} {% if a %}ja{% endif %}"},
		{name: "too long for its channel", row: "utter_greet@formal.buttons[0].title\tGo\t" + strings.Repeat("ä", 21), want: "warning too-long", change: strings.Repeat("ä", 21)},
		{name: "a control character", row: bye + "\tGood day\tGuten\x1bTag", want: "error invalid-character"},
		{name: "a NUL", row: bye + "\tGood day\tGuten\x00Tag", want: "error invalid-character"},
		{name: "letters that were lost", row: bye + "\tGood day\tGr\ufffd\ufffd Gott", want: "error invalid-character"},
		{name: "marked as not finished", row: bye + "\tGood day\tGuten Tag\t\tfuzzy", want: "warning not-reviewed"},
		{name: "marked, and wanted", row: bye + "\tGood day\tGuten Tag\t\tfuzzy", policy: exchange.Policy{Fuzzy: true}, change: "Guten Tag"},
		{name: "a changed source, by its hash", row: bye + "\t\tTag\t" + hash("Day") + " none", want: "error source-changed"},
		{name: "a changed source, by its text", row: bye + "\tDay\tTag", want: "error source-changed"},
		{name: "a changed source, accepted", row: bye + "\tDay\tTag", policy: exchange.Policy{Stale: true}, want: "warning source-changed", change: "Tag"},
		{name: "a source that a program cleaned up", row: bye + "\tGood  day\tTag\t" + hash("Good day") + " none", change: "Tag"},
		{name: "changed here since", row: greet + "\tHi {name}\tHey {name}\t" + hash("Hi {name}") + " " + hash("Na {name}"), want: "error target-changed"},
		{name: "written here since", row: greet + "\tHi {name}\tHey {name}\t" + hash("Hi {name}") + " none", want: "error target-changed"},
		{name: "changed here since, theirs", row: greet + "\tHi {name}\tHey {name}\t" + hash("Hi {name}") + " none", policy: exchange.Policy{Theirs: true}, change: "Hey {name}"},
		{name: "changed here since, not there", row: greet + "\tHi {name}\tNa {name}\t" + hash("Hi {name}") + " " + hash("Na {name}")},
		{name: "changed there since", row: greet + "\tHi {name}\tHey {name}\t" + hash("Hi {name}") + " " + hash("Hallo {name}"), change: "Hey {name}"},
		{name: "without a record of what was there", row: greet + "\tHi {name}\tHey {name}", want: "error target-changed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := compiled(t, checked, "de")
			f := exchange.Read("de.csv", []byte(sheet(tt.row)))
			r := exchange.Check(doc, f, tt.policy)
			var got []string
			for _, d := range r.Found {
				got = append(got, fmt.Sprintf("%s %s", d.Severity, d.Code))
				if d.Line < 2 || d.Column == 0 || d.Hint == "" || d.Source == "" {
					t.Errorf("finding without a place, a source or a hint: %+v", d)
				}
			}
			change := ""
			for _, c := range r.Changes {
				change += c.Text
			}
			if strings.Join(got, ", ") != tt.want || change != tt.change {
				t.Errorf("findings %q, change %q, not %q, %q", got, change, tt.want, tt.change)
			}
			if n := len(r.Changes) + r.Unchanged + r.Empty + r.Refused; n != r.Units {
				t.Errorf("%d of %d units are accounted for", n, r.Units)
			}
		})
	}
}

// TestRemoved checks that the translations of other variations go where their texts are,
// and no other, when a variation without an id was removed.
func TestRemoved(t *testing.T) {
	old := compiled(t, "responses:\n  utter_a:\n  - text: one\n  - text: two\n  - text: three\n", "de")
	for i := range old.Units {
		old.Units[i].Target, old.Units[i].State = "de "+old.Units[i].Source, exchange.Translated
	}
	for _, format := range exchange.Formats() {
		for _, hasHashes := range []bool{true, false} {
			for _, policy := range []exchange.Policy{{}, {Stale: true}} {
				f := reread(t, format, old)
				for i := range f.Entries {
					if f.Entries[i].TargetHash = "none"; !hasHashes {
						f.Entries[i].SourceHash, f.Entries[i].TargetHash = "", ""
					}
				}
				now := compiled(t, "responses:\n  utter_a:\n  - text: two\n  - text: three\n", "de")
				r := exchange.Check(now, f, policy)
				if len(r.Changes) != 2 || len(r.Found) != 1 || r.Found[0].Code != exchange.UnknownUnit || !strings.Contains(r.Found[0].Message, "is another one now") {
					t.Fatalf("%s: %d changes, %v", format, len(r.Changes), r.Found)
				}
				for _, c := range r.Changes {
					if c.Text != "de "+c.Unit.Source {
						t.Errorf("%s: %q is written for %q", format, c.Text, c.Unit.Source)
					}
				}
			}
		}
	}
}

// TestButtonRemoved checks that the title of a button is not written for the one that
// has its place now.
func TestButtonRemoved(t *testing.T) {
	const before = "responses:\n  utter.a:\n  - text: Sure?\n    buttons: [{title: Maybe, payload: /m}, {title: Yes, payload: /y}, {title: No, payload: /n}]\n"
	const after = "  - text: Really?\n    id: x.y\n    buttons: [{title: 'Yes', payload: /y}, {title: 'No', payload: /n}]\n"
	old := compiled(t, before+after, "de")
	for i := range old.Units {
		old.Units[i].Target, old.Units[i].State = "de "+old.Units[i].Source, exchange.Translated
	}
	f := reread(t, exchange.XLIFF, old)
	for i := range f.Entries {
		f.Entries[i].TargetHash = "none"
	}
	now := compiled(t, strings.Replace(before, "{title: Maybe, payload: /m}, ", "", 1)+strings.Replace(after, "[{title: 'Yes', payload: /y}, ", "[", 1), "de")
	r := exchange.Check(now, f, exchange.Policy{Stale: true})
	if len(r.Changes) != 5 || len(r.Found) != 2 {
		t.Errorf("%d changes, %v", len(r.Changes), r.Found)
	}
	for _, c := range r.Changes {
		if c.Text != "de "+c.Unit.Source {
			t.Errorf("%q is written for %q", c.Text, c.Unit.Source)
		}
	}
}

// TestMoved checks that a variation without an id is found by its text when others
// were added before it.
func TestMoved(t *testing.T) {
	old := compiled(t, "responses:\n  utter_a:\n  - text: one\n  - text: two\n", "de")
	for i := range old.Units {
		old.Units[i].Target, old.Units[i].State = "de "+old.Units[i].Source, exchange.Translated
	}
	f := reread(t, exchange.XLIFF, old)
	for i := range f.Entries {
		f.Entries[i].TargetHash = "none"
	}
	now := compiled(t, "responses:\n  utter_a:\n  - text: zero\n  - text: one\n  - text: two\n", "de")
	r := exchange.Check(now, f, exchange.Policy{})
	if len(r.Found) > 0 || len(r.Changes) != 2 {
		t.Fatalf("%d changes, %v", len(r.Changes), r.Found)
	}
	for _, c := range r.Changes {
		if c.Text != "de "+c.Unit.Source {
			t.Errorf("%q is written for %q", c.Text, c.Unit.Source)
		}
	}
}

// TestPlaceholders checks placeholders that a program only numbers.
func TestPlaceholders(t *testing.T) {
	doc := compiled(t, "responses:\n  utter_a:\n  - text: \"{a} and {b}\"\n", "de")
	for target, want := range map[string]string{
		`<x id="2"/> und <x id="1"/>`: "{b} und {a}",
		`<x id="3"/> und <x id="1"/>`: "error",
		`<x id="q"/>`:                 "error",
	} {
		f := exchange.Read("a.xlf", []byte(`<xliff version="1.2"><file target-language="de"><body><trans-unit id="utter_a#1.text"><source><x id="1"/> and <x id="2"/></source><target>`+target+`</target></trans-unit></body></file></xliff>`))
		r := exchange.Check(doc, f, exchange.Policy{})
		switch {
		case want == "error":
			if len(r.Found) != 1 || r.Found[0].Code != exchange.UnknownPlace || len(r.Changes) > 0 {
				t.Errorf("%s: %v", target, r.Found)
			}
		case len(r.Changes) != 1 || r.Changes[0].Text != want:
			t.Errorf("%s: %+v, %v", target, r.Changes, r.Found)
		}
	}
}

// TestPartly checks that half of a translation is not written.
func TestPartly(t *testing.T) {
	doc := compiled(t, "responses:\n  utter_a:\n  - text: \"A. B.\"\n", "de")
	f := exchange.Read("a.xlf", []byte(`<xliff version="2.0" trgLang="de"><file><unit id="utter_a:23:1.text"><segment><source>A.</source><target>X.</target></segment><ignorable><source> </source></ignorable><segment><source>B.</source></segment></unit></file></xliff>`))
	r := exchange.Check(doc, f, exchange.Policy{})
	if len(r.Changes) > 0 || len(r.Found) != 1 || r.Found[0].Code != exchange.PartlyTranslated {
		t.Errorf("%+v", r)
	}
}

// TestIDs checks that ids are distinct and stay the same for odd names.
func TestIDs(t *testing.T) {
	doc := compiled(t, `responses:
  "utter a#1":
  - text: one
    id: "x.y@z%"
  - text: two
    id: same
  - text: three
    id: same
  "utter_é/b":
  - text: four
  - four again
`, "de")
	var got []string
	for _, u := range doc.Units {
		got = append(got, u.ID)
	}
	want := "utter%20a%231@x%2Ey%40z%25.text utter%20a%231#2.text utter%20a%231#3.text utter_é/b#1.text utter_é/b#2.text"
	if strings.Join(got, " ") != want {
		t.Errorf("%q", got)
	}
}

// TestEditions checks content with a file per language.
func TestEditions(t *testing.T) {
	read := []nlg.File{
		{Path: "domain_de.yml", Direct: true, Data: []byte("responses:\n  utter_a:\n  - text: Hallo\n    quick_replies: [{title: Ja, payload: /y}]\n  - text: Tag\n    id: d\n  utter_b:\n  - text: B # bleibt\n  utter_f:\n  - text: F\n")},
		{Path: "domain_en.yml", Direct: true, Data: []byte("responses:\n  utter_a:\n  - text: Day\n    id: d\n  - text: Hello\n    quick_replies: [{title: Yes, payload: /y}]\n  utter_b:\n  - text: B\n  utter_c:\n  - text: See\n" +
			"  utter_d:\n  - text: One\n    condition:\n    - type: slot\n      name: s\n      value: 1\n  - text: Two\n    buttons:\n    - {title: Go, payload: /go}\n" +
			"  utter_e:\n  - text: Five\n  - text: Six\n  utter_f:\n  - text: F\n  - text: More\n")},
	}
	opts, editions := editionsOf(t, read)
	doc, err := exchange.Units(opts.catalog, exchange.Options{Language: "de", Editions: editions})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range doc.Units {
		got = append(got, fmt.Sprintf("%s %s=%s", u.ID, u.Source, u.Target))
	}
	if want := "utter_a@d.text Day=Tag|utter_a#2.text Hello=Hallo|utter_a#2.quick_replies[0].title Yes=Ja|utter_b#1.text B=B|utter_c#1.text See=|utter_d#1.text One=|utter_d#2.text Two=|utter_d#2.buttons[0].title Go=|utter_e#1.text Five=|utter_e#2.text Six=|utter_f#1.text F=F|utter_f#2.text More="; strings.Join(got, "|") != want {
		t.Fatalf("%q", got)
	}
	f := exchange.Read("de.csv", []byte(sheet("utter_b#1.text\tB\tBe\t"+"x none", "utter_c#1.text\tSee\tSieh", "utter_d#1.text\tOne\tEins",
		"utter_d#2.text\tTwo\tZwei", "utter_d#2.buttons[0].title\tGo\tLos", "utter_e#1.text\tFive\tFünf", "utter_f#2.text\tMore\tMehr")))
	r := exchange.Check(doc, f, exchange.Policy{Stale: true, Theirs: true})
	var found []string
	for _, d := range r.Found {
		found = append(found, fmt.Sprintf("%d %s", d.Line, d.Code))
	}
	if got := strings.Join(found, ", "); got != "2 source-changed, 7 no-variation, 8 no-variation" || len(r.Changes) != 5 || r.Refused != 2 {
		t.Errorf("%s, %d changes", got, len(r.Changes))
	}
	edited := exchange.Apply(read, doc, f, r, editions, nil)
	before, after, _ := strings.Cut(strings.Replace(string(read[0].Data), "text: B ", "text: Be ", 1), "  utter_f:")
	want := before + `  utter_c:
  - text: Sieh
  utter_d:
  - text: Eins
    condition:
    - type: slot
      name: s
      value: 1
  - text: Zwei
    buttons:
    - title: Los
      payload: /go
` + "  utter_f:" + after
	if string(edited[1].Data) != string(read[1].Data) || string(edited[0].Data) != want {
		t.Errorf("%v\n%s", r.Found, edited[0].Data)
	}
	for _, options := range []exchange.Options{{Language: "en", Editions: editions}, {Language: "fr", Editions: editions}, {Language: "de", SourceLanguage: "fr", Editions: editions}} {
		if _, err := exchange.Units(opts.catalog, options); err == nil {
			t.Errorf("no error for %+v", options)
		}
	}
}

// TestLanguagesOfSheet checks a sheet with translations into several languages.
func TestLanguagesOfSheet(t *testing.T) {
	f := exchange.Read("all.csv", []byte("id,target,target_language\na,1,de\nb,2,fr\nc,3,de\nd,4,pt_BR\n"))
	if got := strings.Join(f.Languages(), " "); got != "de fr pt-BR" {
		t.Errorf("languages %s", got)
	}
	for code, want := range map[string]int{"de": 2, "fr": 1, "pt-BR": 1, "es": 0} {
		if got := len(f.In(code).Entries); got != want {
			t.Errorf("%d entries in %s, not %d", got, code, want)
		}
	}
	unknown := exchange.Read("a.csv", []byte("id,target\na,1\n"))
	if len(unknown.Languages()) != 0 || len(unknown.In("de").Entries) != 1 {
		t.Errorf("%+v", unknown)
	}
}

// TestApplyLeavesOut checks that what cannot be written is told, and the rest is
// written all the same; and that a second file is checked against the first.
func TestApplyLeavesOut(t *testing.T) {
	const text = "responses:\n  utter_a:\n  - &v\n    text: one\n  utter_b:\n  - *v\n  utter_c:\n  - text: \"two\" # c\n"
	read := []nlg.File{{Path: "domain.yml", Data: []byte(text), Direct: true}}
	doc := compiled(t, text, "de")
	f := exchange.Read("de.csv", []byte(sheet("utter_a#1.text\tone\teins", "utter_c#1.text\ttwo\tzwei", "utter_b#1.text\tone\teins")))
	r := exchange.Check(doc, f, exchange.Policy{})
	edited := exchange.Apply(read, doc, f, r, nil, nil)
	if len(r.Changes) != 1 || len(r.Found) != 2 || r.Found[0].Code != exchange.CannotWrite || r.Found[0].Line != 2 || r.Found[1].Line != 4 || r.Refused != 2 {
		t.Errorf("%d changes, %v", len(r.Changes), r.Found)
	}
	if want := strings.Replace(text, " # c\n", " # c\n    translation:\n      de: \"zwei\"\n", 1); string(edited[0].Data) != want {
		t.Errorf("%s", edited[0].Data)
	}
	second := exchange.Check(doc, exchange.Read("b.csv", []byte(sheet("utter_c#1.text\ttwo\tdrei"))), exchange.Policy{})
	if len(second.Changes) > 0 || len(second.Found) != 1 || second.Found[0].Code != exchange.TargetChanged {
		t.Errorf("%+v", second)
	}
}
