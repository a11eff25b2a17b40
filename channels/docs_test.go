package channels_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/golden"
)

// TestDocs keeps the tables of docs/channels.md equal to the data.
func TestDocs(t *testing.T) {
	const path = "../docs/channels.md"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := string(page)
	for name, table := range map[string]string{"parts": partsTable(), "limits": limitsTable(), "forms": formsTable(), "calls": callsTable()} {
		want = between(t, want, name, table)
	}
	golden.File(t, path, want)
}

// between puts a table between its marks.
func between(t *testing.T, page, name, table string) string {
	before, rest, ok := strings.Cut(page, "<!-- "+name+" -->\n")
	_, after, closed := strings.Cut(rest, "<!-- end -->")
	if !ok || !closed {
		t.Fatalf("the page has no place for the table of %s", name)
	}
	return before + "<!-- " + name + " -->\n" + table + "<!-- end -->" + after
}

func unless(sure bool) string {
	if sure {
		return ""
	}
	return " ?"
}

func partsTable() string {
	parts := []channels.Part{
		channels.Text, channels.Buttons, channels.QuickReplies, channels.Image, channels.Attachment, channels.Elements, channels.Custom,
	}
	var b strings.Builder
	b.WriteString("| channel | family | read in |")
	for _, p := range parts {
		fmt.Fprintf(&b, " %s |", p)
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat("---|", len(parts)) + "\n")
	for _, c := range channels.Known().All() {
		fmt.Fprintf(&b, "| `%s` %s%s | %s | %s |", c.Name, c.Title, unless(c.Verified), c.Family, c.Source)
		for _, p := range parts {
			fmt.Fprintf(&b, " %s |", c.Handling(p))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func limitsTable() string {
	var b strings.Builder
	b.WriteString("| channel | what | at most | else | from |\n|---|---|---|---|---|\n")
	for _, c := range channels.Known().All() {
		for _, l := range c.Limits {
			what := string(l.Of)
			if l.Beside != "" {
				what += " beside " + string(l.Beside)
			}
			if l.ButtonTypes != nil {
				what += ", `button_type` " + strings.Join(l.ButtonTypes, " or ")
			}
			least := ""
			if l.Min > 0 {
				least = fmt.Sprintf("%d to ", l.Min)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s%d %s%s | %s | %s |\n", c.Name, what, least, l.Max, l.Unit, unless(l.Verified), l.Effect, l.Source)
		}
	}
	return b.String()
}

func formsTable() string {
	var b strings.Builder
	b.WriteString("| channel | part | keys | why: it | else |\n|---|---|---|---|---|\n")
	for _, c := range channels.Known().All() {
		for _, f := range c.Forms {
			keys := strings.Join(f.Keys, " and ")
			switch {
			case f.Any:
				keys = "one of " + strings.Join(f.Keys, ", ")
			case f.Not:
				keys = "beside it none of " + strings.Join(f.Keys, ", ")
			case f.Without:
				keys = "none of " + strings.Join(f.Keys, ", ")
			case f.Values != nil:
				keys = strings.Join(f.Values, " or ") + ", as its value"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s%s |\n", c.Name, f.Of, keys, f.Why, f.Effect, unless(f.Verified))
		}
	}
	return b.String()
}

func callsTable() string {
	var b strings.Builder
	b.WriteString("| channel | keys that must be there | makes the channel call | other keys that it takes |\n|---|---|---|---|\n")
	for _, c := range channels.Known().All() {
		for _, call := range c.Calls {
			fmt.Fprintf(&b, "| `%s` | %s | `%s` | %s |\n", c.Name, strings.Join(call.Needs, " and "), call.Name, strings.Join(call.Knows, ", "))
		}
	}
	return b.String()
}
