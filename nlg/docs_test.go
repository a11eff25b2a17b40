package nlg_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestTranslationPage runs the tables of docs/translation.md on its example.
func TestTranslationPage(t *testing.T) {
	page, err := os.ReadFile("../docs/translation.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(page)
	if example == nil {
		t.Fatal("the page has no example")
	}
	files := []nlg.File{{Path: "docs/translation.md", Data: example[1]}}
	rows, inTable := 0, false
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 4 || strings.TrimSpace(cells[0]) == "options" {
			inTable = len(cells) == 4 && strings.TrimSpace(cells[1]) == "language"
			continue
		}
		if !inTable || strings.HasPrefix(cells[0], "-") {
			continue
		}
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "`", "")
		}
		rows++
		checkTranslation(t, files, cells[0], cells[1], cells[2], cells[3])
	}
	if rows < 10 {
		t.Errorf("only %d rows are read", rows)
	}
}

func checkTranslation(t *testing.T, files []nlg.File, options, language, says, buttons string) {
	t.Helper()
	var opts nlg.LanguageOptions
	for option := range strings.SplitSeq(options, ", ") {
		if code, ok := strings.CutPrefix(option, "default "); ok {
			opts.Default = code
		}
		opts.Fallback = opts.Fallback || option == "fallback"
	}
	catalog, diags := nlg.Compile(files, nlg.Options{Language: opts})
	if catalog == nil {
		t.Fatal(diags)
	}
	slots := nlg.Values("name", "Ann", "language", nil)
	if language != "" {
		slots.Set("language", nlg.Str(language))
	}
	e, err := catalog.Explain(&nlg.Request{Response: "utter_confirm", Slots: slots})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, m := range e.Messages {
		texts = append(texts, m.Text())
	}
	var titles []string
	list, _ := e.Messages[0].Value().Dict().Get("buttons")
	for _, b := range list.Items() {
		title, _ := b.Dict().Get("title")
		titles = append(titles, title.Str())
	}
	if got := strings.Join(texts, " or "); got != says {
		t.Errorf("options %q, language %q: says %q, the page %q", options, language, got, says)
	}
	if got := strings.Join(titles, ", "); got != buttons {
		t.Errorf("options %q, language %q: buttons %q, the page %q", options, language, got, buttons)
	}
}
