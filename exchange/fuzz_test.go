package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"nlgserver/exchange"
)

// fuzzRead checks that whatever is read can be written in every format and is read
// back as the same.
func fuzzRead(f *testing.F, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := exchange.Read("file", data)
		doc := &exchange.Document{SourceLanguage: "en", Language: "de"}
		known := map[string]bool{}
		for _, e := range file.Entries {
			u := exchange.Unit{ID: e.ID, Source: e.Source, Target: e.Target, State: exchange.Translated}
			if e.Line < 1 || e.Column < 1 {
				t.Errorf("no place: %+v", e)
			}
			if known[e.ID] || strings.TrimSpace(e.ID) != e.ID || e.ID == "" || strings.ContainsAny(e.ID, "\x00\t\r\n") {
				continue
			}
			known[e.ID] = true
			doc.Units = append(doc.Units, u)
		}
		for _, format := range exchange.Formats() {
			var b bytes.Buffer
			if exchange.Write(&b, format, doc) != nil {
				continue // a NUL
			}
			again := exchange.Read("file", b.Bytes())
			if len(again.Found) > 0 || len(again.Entries) != len(doc.Units) {
				t.Fatalf("%s: %v, %d of %d entries:\n%s", format, again.Found, len(again.Entries), len(doc.Units), b.String())
			}
			for i, e := range again.Entries {
				if u := doc.Units[i]; e.Source != u.Source || e.Target != u.Target {
					t.Fatalf("%s: %q, %q became %q, %q", format, u.Source, u.Target, e.Source, e.Target)
				}
			}
		}
	})
}

func FuzzReadXLIFF(f *testing.F) {
	fuzzRead(f,
		`<xliff version="1.2"><file target-language="de"><body><trans-unit id="a" resname="b"><source>x<g id="1">y</g><x id="2"/></source><target>ü<bpt id="1">{</bpt></target></trans-unit></body></file></xliff>`,
		`<?xml version="1.0" encoding="UTF-8"?><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de"><file id="f"><unit id="a"><originalData><data id="d">{n}<cp hex="0001"/></data></originalData><segment state="translated"><source>x<ph id="1" dataRef="d"/></source><target><pc id="2" dataRefStart="d">y</pc></target></segment><ignorable><source> </source></ignorable></unit></file></xliff>`,
	)
}

func FuzzReadPO(f *testing.F) {
	fuzzRead(f, "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n#. nlgserver: a b\n#, fuzzy\nmsgctxt \"a\"\nmsgid \"x\"\n\"y\"\nmsgstr \"\\tz\\001\"\n#~ msgid \"q\"\n")
}

func FuzzReadCSV(f *testing.F) {
	fuzzRead(f, "id,source,target\na,\"b\r\n\"\"c\",'=d\n", "sep=;\nid;target;state\n\"a\";b;fuzzy\n", "id\ttarget\ra\tb\r")
}
