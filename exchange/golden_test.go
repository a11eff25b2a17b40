package exchange_test

import (
	"bytes"
	"os"
	"testing"

	"nlgserver/exchange"
	"nlgserver/internal/golden"
	"nlgserver/nlg"
)

// compiled returns the units of one file of content.
func compiled(t *testing.T, text, language string) *exchange.Document {
	t.Helper()
	return unitsOf(t, []nlg.File{{Path: "domain.yml", Data: []byte(text), Direct: true}}, language)
}

// TestExports compares what is exported of a small assistant with files.
func TestExports(t *testing.T) {
	data, err := os.ReadFile("testdata/domain.yml")
	if err != nil {
		t.Fatal(err)
	}
	doc := compiled(t, string(data), "de")
	for _, format := range exchange.Formats() {
		var b bytes.Buffer
		if err := exchange.Write(&b, format, doc); err != nil {
			t.Fatal(err)
		}
		golden.File(t, "testdata/domain"+format.Extension(), b.String())
	}
	if got, want := doc.Status(), (exchange.Status{Language: "de", Texts: 8, Translated: 3, Missing: 2, Empty: 1, Differs: 1, Same: 1}); got != want {
		t.Errorf("status %+v, not %+v", got, want)
	}
	if doc.QuickReplies != 1 {
		t.Errorf("%d quick replies", doc.QuickReplies)
	}
	var none bytes.Buffer
	if err := exchange.Write(&none, exchange.XLIFF, &exchange.Document{SourceLanguage: "en", Language: "de"}); err != nil {
		t.Fatal(err)
	}
	if f := exchange.Read("none", none.Bytes()); len(f.Entries)+len(f.Found) > 0 || f.Language != "de" {
		t.Errorf("of no texts: %+v", f)
	}
}
