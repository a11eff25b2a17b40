package exchange_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nlgserver/exchange"
	"nlgserver/internal/diag"
)

// utf16File writes a text as Windows programs save "Unicode".
func utf16File(text string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// TestReadSamples reads files in the manner of the programs that translators use.
func TestReadSamples(t *testing.T) {
	entry := func(id, source, target string) exchange.Entry {
		return exchange.Entry{ID: id, Source: source, HasSource: true, Target: target}
	}
	tests := []struct {
		name, data string
		format     exchange.Format
		language   string
		want       []exchange.Entry
	}{
		{"Weblate, PO: previous strings, its own headers, a wrapped string", `# Translators:
msgid ""
msgstr ""
"Project-Id-Version: assistant\n"
"PO-Revision-Date: 2026-03-01 10:00+0000\n"
"Language: pt_BR\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=n > 1;\n"
"X-Generator: Weblate 5.10\n"

#. utter_greet
#: domain.yml:3
#, fuzzy, python-brace-format
#| msgctxt "utter_greet#1.text"
#| msgid "Hi {name}"
msgctxt "utter_greet#1.text"
msgid "Hello {name}"
msgstr "Oi {name}"

msgctxt "utter_long#1.text"
msgid ""
"One line, that is "
"wrapped.\n"
"Another \"line\".\t\\"
msgstr ""
"Uma linha\n"
"Outra"

#~ msgctxt "utter_old#1.text"
#~ msgid "Old"
#~ msgstr "Velho"
`, exchange.PO, "pt-BR", []exchange.Entry{
			{ID: "utter_greet#1.text", Source: "Hello {name}", HasSource: true, Target: "Oi {name}", Unreviewed: true},
			entry("utter_long#1.text", "One line, that is wrapped.\nAnother \"line\".\t\\", "Uma linha\nOutra"),
		}},
		{"Poedit, PO: Windows line ends, and strings that follow each other", "\ufeffmsgid \"\"\r\nmsgstr \"Language: de\\n\"\r\n\"X-Generator: Poedit 3.4\\n\"\r\n\r\n" +
			"# a note\r\nmsgctxt \"a#1.text\"\r\nmsgid \"x\" \"y\"\r\nmsgstr \"\\303z\\x41\"\r\n", exchange.PO, "de", nil},
		{
			"gettext, PO: Latin-1", "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n\nmsgctxt \"a#1.text\"\nmsgid \"Bye\"\nmsgstr \"Tsch\xfcs\"\n",
			exchange.PO, "de",
			[]exchange.Entry{entry("a#1.text", "Bye", "Tschüs")},
		},
		{"memoQ, XLIFF 1.2: namespaces, and codes as text", `<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff">
<file original="domain.yml" source-language="en" target-language="de-DE" datatype="plaintext"><header><mq:docinformation mq:x="1"/><skl><external-file href="a"/></skl></header><body>
<trans-unit id="1" resname="a#1.text" mq:status="Confirmed"><source xml:space="preserve">Hi <ph id="1">{name}</ph>, <bpt id="2">&lt;b&gt;</bpt>you<ept id="2">&lt;/b&gt;</ept><it id="3" pos="open">&lt;i&gt;</it></source><target xml:space="preserve">Hallo <ph id="1">{name}</ph>, <bpt id="2">&lt;b&gt;</bpt>du<ept id="2">&lt;/b&gt;</ept></target>
<alt-trans><source>Hi</source><target>falsch</target></alt-trans><mq:minorversions><mq:historical-unit><source>x</source><target>alt</target></mq:historical-unit></mq:minorversions></trans-unit>
</body></file></xliff>`, exchange.XLIFF, "de-DE", []exchange.Entry{{ID: "1", Name: "a#1.text", Source: "Hi {name}, <b>you</b><i>", HasSource: true, Target: "Hallo {name}, <b>du</b>"}}},
		{
			"Trados, XLIFF 1.2: segments as mrk, and tags as g and x", `<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">
<file original="a" source-language="en-US" target-language="de-DE"><body><group><trans-unit id="a#1.text"><source>Hi <x id="1"/>. Bye.</source><seg-source><mrk mtype="seg" mid="1">Hi <x id="1"/>.</mrk> <mrk mtype="seg" mid="2">Bye.</mrk></seg-source><target><mrk mtype="seg" mid="1">Hallo <x id="1" equiv-text="{name}"/>.</mrk> <mrk mtype="seg" mid="2"><g id="2">Tschüs</g>.</mrk></target></trans-unit>
<trans-unit id="b#1.text" translate="no"><source>x</source><target>y</target></trans-unit></group></body></file></xliff>`,
			exchange.XLIFF, "de-DE",
			[]exchange.Entry{{ID: "a#1.text", Name: "a#1.text", HasSource: false, Source: "Hi . Bye.", Target: "Hallo {name}. Tschüs."}},
		},
		{"OmegaT and Okapi, XLIFF 1.2: a state, an empty target, and none", `<xliff version="1.2"><file source-language="en" target-language="fr"><body>
<trans-unit id="a#1.text" approved="no"><source>a</source><target state="needs-review-translation">b</target><note>n</note></trans-unit>
<trans-unit id="b#1.text"><source>a</source><target/></trans-unit><trans-unit id="c#1.text"><source><![CDATA[a<b]]></source></trans-unit></body></file></xliff>`, exchange.XLIFF, "fr", []exchange.Entry{
			{ID: "a#1.text", Name: "a#1.text", Source: "a", HasSource: true, Target: "b", Unreviewed: true},
			{ID: "b#1.text", Name: "b#1.text", Source: "a", HasSource: true},
			{ID: "c#1.text", Name: "c#1.text", Source: "a<b", HasSource: true},
		}},
		{"XLIFF 2: several segments, spanning codes, another name for the id", `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f"><group id="g"><unit id="utter_faq:2F:a:23:1.text">
<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match><source>x</source><target>wrong</target></mtc:match></mtc:matches>
<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data><data id="d3">{n}<cp hex="0001"/></data></originalData>
<segment><source>One <pc id="1" dataRefStart="d1" dataRefEnd="d2">b<mrk id="m1" type="term">o</mrk>ld</pc>.</source><target>Ein <pc id="1" dataRefStart="d1" dataRefEnd="d2">fett</pc>.</target></segment>
<ignorable><source> </source></ignorable><segment><source>Two <ph id="2" dataRef="d3"/></source><target>Zwei <ph id="2" dataRef="d3"/></target></segment></unit></group></file></xliff>`, exchange.XLIFF, "de", []exchange.Entry{
			{ID: "utter_faq:2F:a:23:1.text", Name: "utter_faq/a#1.text", Source: "One <b>bold</b>. Two {n}\x01", HasSource: true, Target: "Ein <b>fett</b>. Zwei {n}\x01"},
		}},
		{
			"XLIFF 2: half of it", `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de"><file id="f"><unit id="a"><segment><source>A.</source><target>B.</target></segment><segment><source>C.</source></segment></unit></file></xliff>`,
			exchange.XLIFF, "de",
			[]exchange.Entry{{ID: "a", Name: "a", Source: "A.C.", HasSource: true, Target: "B.", Partly: true}},
		},
		{
			"XLIFF in UTF-16", utf16File(`<?xml version="1.0" encoding="utf-16"?><xliff version="1.2"><file target-language="de"><body><trans-unit id="a"><source>x</source><target>ü</target></trans-unit></body></file></xliff>`),
			exchange.XLIFF, "de",
			[]exchange.Entry{{ID: "a", Name: "a", Source: "x", HasSource: true, Target: "ü"}},
		},
		{"Excel, Unicode text: tabs, UTF-16", utf16File("id\tsource\ttarget\ttarget_language\r\na#1.text\tHi\t\"Guten \"\"Tag\"\"\nDu\"\tde\r\nb#1.text\t-1\t-2\tde\r\n\t\t\t\r\n"), exchange.CSV, "", []exchange.Entry{
			{ID: "a#1.text", Source: "Hi", HasSource: true, Target: "Guten \"Tag\"\nDu", Language: "de"}, {ID: "b#1.text", Source: "-1", HasSource: true, Target: "-2", Language: "de"},
		}},
		{"Excel, German CSV: semicolons, columns in another order", "\ufeffTarget;ID;Notes\r\nja, gern;a#1.text;\r\n\r\n'=1;b#1.text;x;y\r\n''=2;c#1.text", exchange.CSV, "", []exchange.Entry{
			{ID: "a#1.text", Target: "ja, gern"}, {ID: "b#1.text", Target: "=1"}, {ID: "c#1.text", Target: "'=2"},
		}},
		{"a sheet with sep=", "sep=;\r\nid;target\r\na;b\r\n", exchange.CSV, "", []exchange.Entry{{ID: "a", Target: "b"}}},
		{"a sheet that marks states", "id,target,state\na,b,Needs editing\n'tis,'tis,translated\n", exchange.CSV, "", []exchange.Entry{{ID: "a", Target: "b", Unreviewed: true}, {ID: "'tis", Target: "'tis"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := exchange.Read("file", []byte(tt.data))
			if tt.want == nil { // a byte of an unknown encoding is told
				if len(f.Found) != 1 || f.Language != tt.language {
					t.Errorf("findings %v, language %q", f.Found, f.Language)
				}
				return
			}
			if len(f.Found) > 0 {
				t.Errorf("findings %v", f.Found)
			}
			if f.Format != tt.format || f.Language != tt.language {
				t.Errorf("format %q, language %q", f.Format, f.Language)
			}
			ignored := cmpopts.IgnoreFields(exchange.Entry{}, "Line", "Column")
			if diff := cmp.Diff(tt.want, f.Entries, ignored, cmpopts.IgnoreUnexported(exchange.Entry{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReadFaults checks what is said about files that are wrong, and where.
func TestReadFaults(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"nothing", "  \n", "file:1: error: the file is empty"},
		{"another file", "hello\nworld\n", "file:1:1: error: not a file of translations"},
		{"not UTF-8", "id,target\na,\xfc\n", "file:1: error: the file is not UTF-8"},
		{"half a character", "\xff\xfea", "file:1: error: the file is cut off"},
		{"an open quote", "id,target\na,\"b\n", `file:2:3: error: the quote that starts this field is never closed`},
		{"other XML", "<html></html>", `file:1:7: error: the file is XML, but not XLIFF: it starts with "html"`},
		{"broken XML", "<xliff>\n<file></xliff>", "file:2:15: error: not well-formed XML: element <file> closed by </xliff>"},
		{"a document type", "<!DOCTYPE xliff [<!ENTITY a \"b\">]>\n<xliff>&a;</xliff>", "file:1:35: error: the file has a document type"},
		{"an entity", "<xliff>&a;</xliff>", "file:1:11: error: not well-formed XML: invalid character entity &a;"},
		{"depth", "<xliff>" + strings.Repeat("<a>", 100), "file:1:200: error: more than 64 levels of elements"},
		{"another order", `<xliff version="2.0" trgLang="de"><file><unit id="a"><segment><source>a</source><target order="2">b</target></segment></unit></file></xliff>`, "file:1:1: error: the segments of this unit are in another order"},
		{"plural forms", "msgctxt \"a\"\nmsgid \"x\"\nmsgid_plural \"y\"\nmsgstr[0] \"z\"\n", "file:1:1: error: this entry has plural forms"},
		{"twice", "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\nmsgctxt \"a\"\nmsgid \"x\"\nmsgstr \"z\"\n", "file:4:1: error: this entry is in the file twice"},
		{"an open string", "msgid \"x\nmsgstr \"y\"\n", "file:1:7: error: the string is never closed"},
		{"a string of nothing", "msgid \"a\"\nmsgstr \"b\"\n\n\"x\"\n", "file:4:1: error: a string without a keyword before it"},
		{"a word of nothing", "msgid \"a\"\nmsgstring \"b\"\n", `file:2:1: error: unexpected "msgstring"`},
		{"no msgstr", "msgctxt \"a\"\nmsgid \"x\"\n\nmsgid \"y\"\nmsgstr \"\"\n", "file:1:1: error: this entry has no msgid or no msgstr"},
		{"words outside of quotes", "msgid \"a\" b\nmsgstr \"\"\n", "file:1:11: error: only strings in quotes may be here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := exchange.Read("file", []byte(tt.data))
			if len(f.Found) != 1 || !strings.HasPrefix(f.Found[0].String(), tt.want) {
				t.Errorf("findings %v, not %s", f.Found, tt.want)
			}
			for _, d := range f.Found {
				if d.Severity != diag.Error || d.Code == "" {
					t.Errorf("%+v", d)
				}
			}
		})
	}
}
