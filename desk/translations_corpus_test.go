package desk

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
)

// TestTranslateCorpus sends the texts of every real assistant to a translator and takes
// them back: into the draft, out again the same, and away by one undo. The formats take
// turns.
func TestTranslateCorpus(t *testing.T) {
	dirs, _ := filepath.Glob("../../shared/corpus/*__*")
	if len(dirs) == 0 {
		t.Skip("no corpus in ../shared/corpus: run this beside the shared material")
	}
	formats := []string{"csv", "po", "xliff"}
	for n, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			o := &office{t: t, dir: t.TempDir(), state: t.TempDir(), recordings: t.TempDir()}
			if err := os.CopyFS(o.dir, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			o.open(nil)
			ann := o.ann()
			format := formats[n%len(formats)]
			if w := (call{target: apiPath + "translations/export?language=de&format=" + format, session: ann.session}).on(o.desk); w.Code != http.StatusOK {
				t.Skip("it has no texts to translate into German: ", w.Body)
			}
			untouched := ann.exported(format)
			file := translatedFile(t, format, untouched)
			var out struct {
				view.Imported
				Draft *struct{ Steps int }
			}
			w := ann.letter("apply=1&stale=1&theirs=1&name=de."+format, file).on(o.desk)
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
				t.Fatalf("%d %.500s", w.Code, w.Body)
			}
			var now view.Translations
			ann.ask(http.MethodGet, "translations?language=de", "", 200, &now)
			// All but those that cannot be written in place, such as those in an anchor.
			if out.Written < now.Total*995/1000 || out.Written+out.Refused != now.Total || out.Draft == nil || out.Draft.Steps != 1 {
				t.Errorf("%d of %d written, %d refused: %v", out.Written, now.Total, out.Refused, out.Findings)
			}
			for _, row := range now.Rows {
				if source, target := textOf(row.Source), textOf(row.Target); row.State != "translated" || target != mark+source {
					t.Errorf("%s: %s, %q is %q", row.ID, row.State, source, target)
				}
			}
			ann.post("draft/undo", "{}")
			if now := ann.exported(format); now != untouched {
				t.Error("undone, it is another file")
			}
		})
	}
}

func textOf(pieces []view.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// mark is what the translator of the tests writes before each text.
const mark = "Ü “"

var (
	xliffSource = regexp.MustCompile(`(?s)<source>(.*?)</source>(\s*<target>.*?</target>)?`)
	poEntry     = regexp.MustCompile(`(?s)\nmsgid (.*?)\nmsgstr .*?\n(\n|$)`)
)

// translatedFile translates every text of an exported file, as a program of a translator
// does.
func translatedFile(t *testing.T, format, text string) string {
	t.Helper()
	switch format {
	case "xliff":
		return xliffSource.ReplaceAllString(text, "<source>$1</source><target>"+mark+"$1</target>")
	case "po":
		head, rest, _ := strings.Cut(text, "\n\n")
		return head + "\n" + poEntry.ReplaceAllStringFunc("\n"+rest, func(entry string) string {
			m := poEntry.FindStringSubmatch(entry)
			return "\nmsgid " + m[1] + "\nmsgstr \"" + mark + "\"\n" + m[1] + "\n\n"
		})
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		record[2] = mark + strings.TrimPrefix(record[1], "'")
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
