package yamlsrc

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/diag"
)

// TestReaders compares what is accepted, its value, and where the rest is rejected
// with both of Rasa's readers. docs/oracles.md says how to compute the rows again.
func TestReaders(t *testing.T) {
	for _, row := range rows(t, "readers.tsv", 3) {
		var source string
		if err := json.Unmarshal([]byte(row[0]), &source); err != nil {
			t.Fatal(err)
		}
		doc, problems := Parse("f.yml", []byte(source), Options{})
		switch {
		case row[1] == "ok" && problems.Refused():
			t.Errorf("%s: got %v, want %s", row[0], problems, row[2])
		case row[1] == "ok":
			if got := doc.Root.ToValue().Repr(); got != row[2] {
				t.Errorf("%s: got %s, want %s", row[0], got, row[2])
			}
		case !problems.Refused():
			t.Errorf("%s: got %s, want an error at %s", row[0], doc.Root.ToValue().Repr(), row[2])
		default:
			place := fmt.Sprintf("%d:%d", problems[0].Line, problems[0].Column)
			if places := strings.Fields(row[2]); problems[0].Code == diag.RasaSyntax && !hasOddBreaks(newDocument("", []byte(source))) &&
				!slices.Contains(places, place) {
				t.Errorf("%s: got an error at %s, want %s: %v", row[0], place, row[2], problems)
			}
		}
	}
}

// TestReaderDeviations checks what is read otherwise on purpose.
func TestReaderDeviations(t *testing.T) {
	tests := []struct {
		row, data, want string
		code            diag.Code
	}{
		{"D21", `a: "x\ud83d\ude42y"`, "{'a': 'x🙂y'}", diag.SurrogatePair},
		{"D21", `"\uD83D\uDE42": ["\ud83d\ude42\/"]`, "{'🙂': ['🙂/']}", diag.SurrogatePair},
		{"D21", "a: \"\\\n  \\ud83d\\ude42\n\n  \\\\ud83d\"", `{'a': '🙂\n\\ud83d'}`, diag.SurrogatePair},
		{"D23", "a: !!binary aGk=", "", diag.UnknownTag},
		{"D23", "a: !!set {x}", "", diag.UnknownTag},
		{"D24", "\u2028a: b", "", diag.RasaSyntax},
		{"D24", "- a:\n\n- # c\n  b", "[{'a': None}, 'b']", ""},
		{"D24", "- &atext: b", "", diag.RasaSyntax},
		{"D24", "a: b\n&a:\n  c: d", "", diag.RasaSyntax},
		{"D24", "{&a: b}", "", diag.RasaSyntax},
		{"D24", "&a:b", "", diag.RasaSyntax},
		{"D24", "a: \"\\/\u2028\"", "", diag.YAMLSyntax},
		{"D24", "a: b\n\ufeff# c", "", diag.InvisibleCharacter},
		{"D28", "a: \"b\n<<<<<<< c\n\"", "", diag.MergeConflict},
	}
	for _, tt := range tests {
		doc, problems := Parse("f.yml", []byte(tt.data), Options{})
		if (tt.code == "") != (len(problems) == 0) || len(problems) > 0 && problems[0].Code != tt.code {
			t.Errorf("%s, %q: got %v, want %s", tt.row, tt.data, problems, tt.code)
			continue
		}
		if tt.want != "" && doc.Root.ToValue().Repr() != tt.want {
			t.Errorf("%s, %q: got %s, want %s", tt.row, tt.data, doc.Root.ToValue().Repr(), tt.want)
		}
	}
}

// TestPairsLeaveRoom checks that an error is reported after any number of warnings.
func TestPairsLeaveRoom(t *testing.T) {
	_, problems := Parse("f.yml", []byte(strings.Repeat("- \"\\ud83d\\ude42\"\n", 1000)+"- {a: b, a: c}\n"), Options{})
	if !problems.Refused() {
		t.Error("the duplicate key is not reported")
	}
}

// TestEscapeErrors checks that the message for half of a pair, and for other
// escapes, is true.
func TestEscapeErrors(t *testing.T) {
	for escape, want := range map[string]string{
		`\ud83d`:             "first half",
		`\ud83dx\ude42`:      "first half",
		`\ude42\ud83d`:       "second half",
		`\U0000d83d`:         "first half",
		`\ud83d\u0041`:       "first half",
		`\x4`:                "needs 2 hexadecimal digits",
		`\users`:             "needs 4 hexadecimal digits",
		`\U00110000`:         "not a character",
		`\d`:                 "unknown escape",
		`\ud83d\ude42\ud83d`: "first half",
	} {
		_, problems := Parse("f.yml", []byte(`a: "é`+escape+`"`), Options{})
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: got %v, want %s", escape, problems, want)
		}
	}
}

// TestLenient checks that files that Rasa never reads may use all of YAML.
func TestLenient(t *testing.T) {
	for _, data := range []string{"a: x\t", "{url: https://x.y}", `a: "It\'s"`, "a: &x 1\nb: &x 2", `a: "\ud83d\ude42"`} {
		if _, problems := Parse("f.yml", []byte(data), Options{Lenient: true}); len(problems) > 0 {
			t.Errorf("%q: %v", data, problems)
		}
	}
}

// TestEscapesStayOutsideDoubleQuotes checks that hiding escapes from yaml.v3 leaves
// no trace: every other style keeps its backslashes, and no position moves.
func TestEscapesStayOutsideDoubleQuotes(t *testing.T) {
	part := rapid.SampledFrom([]string{`\/`, `\ud83d\ude42`, `\uD83D`, `\\`, `\`, "x", " y", "é", `\u0041`, "/"})
	rapid.Check(t, func(t *rapid.T) {
		text := "s" + strings.Join(rapid.SliceOf(part).Draw(t, "parts"), "") + "e"
		data := fmt.Sprintf("a: %s\nb: '%s'\nc: |-\n  %s\nd: >- # \\/ \n  %s\ne: [%s, z: 1]\n", text, text, text, text, text)
		doc, problems := Parse("f.yml", []byte(data), Options{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, n := range []*Node{
			doc.Root.Get("a"), doc.Root.Get("b"), doc.Root.Get("c"), doc.Root.Get("d"), doc.Root.Get("e").Items[0],
		} {
			if got, _ := n.Value.Text(); got != text {
				t.Fatalf("got %q, want %q", got, text)
			}
		}
		if last := doc.Root.Get("e").Items[1]; last.Line != 7 || last.Column != len([]rune(text))+7 {
			t.Fatalf("the last item is at %d:%d", last.Line, last.Column)
		}
	})
}

// TestTabsAreFound checks the decision and the place for a tab put anywhere into a
// file that has none: it is accepted only in quotes, in a comment or in a text
// block, and otherwise the error is at the tab.
func TestTabsAreFound(t *testing.T) {
	const data = "a: é x # c y\n\"b\" : 'x y' # z\nc: [ x, \"y z\", {d: e} ] \ne: | # z\n  x y\nf: !!str &g h\n"
	protected := []string{"# c y", "'x y'", "# z\n", `"b"`, `"y z"`, "x y\nf"}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(1, len(data)-1).Draw(t, "offset")
		if data[i] != ' ' && data[i-1] != ' ' || data[i] == 'x' || data[i-1] == '\n' || data[i]&0xc0 == 0x80 {
			return
		}
		safe := false
		for _, p := range protected {
			for at := 0; ; {
				next := strings.Index(data[at:], p)
				if next < 0 {
					break
				}
				at += next
				safe = safe || at < i && i < at+len(p)
				at++
			}
		}
		tabbed := data[:i] + "\t" + data[i:]
		_, problems := Parse("f.yml", []byte(tabbed), Options{})
		if safe != (len(problems) == 0) {
			t.Fatalf("%q: got %v", tabbed, problems)
		}
		line, column := newDocument("", []byte(tabbed)).place(i)
		if !safe && problems[0].Code == diag.RasaSyntax && (problems[0].Line != line || problems[0].Column != column) {
			t.Fatalf("%q: got %v, want %d:%d", tabbed, problems, line, column)
		}
	})
}
