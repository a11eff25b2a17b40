package yamlsrc

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// FuzzParse checks for every input that parsing ends with a tree or a reason, that
// positions are in the file, that each text is located where it is written, and that
// valid YAML has no fault.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/faults/*.yml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, seed := range []string{
		"a: &x {k: [1]}\nb: {<<: *x}\n", "- |+2\n    a\n\n- >-\n  b\n  c\n\n   d\n", "? a\n: b\n", "%YAML 1.2\n---\n- !!int '5'\n...\n",
		"- \"a\\\n  b\\u00e9\n\n  c\"\n- 'it''s\n  x'\n- a\n  b\n\n  c # d\n", "a:\n- b\n- - c\n  - d: e\n    f: [g, {h: i}]\n",
		"a:\t[x,\ty:z]\t# c\n", "a: \"\\ud83d\\ude42\\/\\'\"\nb: c\td\n", "[\"a\":b]\n# c\n\n\t# d", "&0:0", "!\n0", "!a,0", "0\n \t", "0:\n|", "-\n>", "0:\n\u2028", "# a\n\t# b\n", "0\n#\n\n\t#", "- #\n\t\n#", "0:\n-\n|", string(domain(500)),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, problems := Parse("f.yml", data, Options{Env: testEnv, MaxNodes: 10_000, MaxDepth: 100})
		if doc == nil && !problems.Refused() {
			t.Fatal("neither a document nor a reason")
		}
		whole := newDocument("f.yml", []byte(strings.TrimPrefix(string(data), byteOrderMark)))
		for _, p := range problems {
			checkPlace(t, whole, p.Line, p.Column)
			if p.Message == "" || p.Code == "" || p.File != "f.yml" || p.Severity != diag.Error && p.Code != diag.SurrogatePair {
				t.Errorf("incomplete: %+v", p)
			}
			if p.Related != nil {
				checkPlace(t, whole, p.Related.Line, p.Related.Column)
			}
		}
		checkDialect(t, data, doc, problems)
		if doc == nil || doc.Root == nil {
			return
		}
		if fault, ok := findFault(doc.text, nil); ok && !hasOddBreaks(doc) {
			t.Errorf("valid YAML has a fault: %+v", fault)
		}
		checkNode(t, doc, doc.Root)
		doc.Root.ToValue().Repr()
	})
}

// checkDialect checks that what only Rasa's reader rejects is read when lenient,
// with the same value, and that each such error is at the character it is about.
func checkDialect(t *testing.T, data []byte, doc *Document, problems diag.List) {
	t.Helper()
	lenient, others := Parse("f.yml", data, Options{Env: testEnv, MaxNodes: 10_000, MaxDepth: 100, Lenient: true})
	if (lenient == nil) != (doc == nil) || len(others) > len(problems) {
		t.Fatalf("strict %v, lenient %v", problems, others)
	}
	if doc != nil && doc.Root != nil && doc.Root.ToValue().Repr() != lenient.Root.ToValue().Repr() {
		t.Error("the value depends on Lenient")
	}
	for _, p := range problems {
		if p.Code != diag.RasaSyntax || doc == nil {
			continue
		}
		rest := doc.text[doc.lines[p.Line-1]:]
		for range p.Column - 1 {
			_, size := utf8.DecodeRuneInString(rest)
			rest = rest[size:]
		}
		if strings.Contains(p.Message, "tab") && !strings.HasPrefix(rest, "\t") ||
			strings.Contains(p.Message, "with a colon") && !strings.HasPrefix(rest, ":") ||
			strings.Contains(p.Message, "escape") && !strings.HasPrefix(rest, `\'`) {
			t.Errorf("%v is not at its character: %.10q", p, rest)
		}
	}
}

// hasOddBreaks reports whether the text has characters that only YAML 1.1 treats
// as line breaks or ignores.
func hasOddBreaks(doc *Document) bool {
	return strings.ContainsAny(doc.text, "\u0085\u2028\u2029\ufeff")
}

func checkPlace(t *testing.T, doc *Document, line, column int) {
	t.Helper()
	if line < 1 || line > len(doc.lines) || column < 1 || column > utf8.RuneCountInString(wholeLine(doc, line))+1 {
		t.Errorf("%d:%d is not in the file", line, column)
	}
}

// wholeLine returns a line without its break, also one that is too long to be
// shown in a diagnostic.
func wholeLine(doc *Document, line int) string {
	end := len(doc.text)
	if line < len(doc.lines) {
		end = doc.lines[line]
	}
	return strings.TrimRight(doc.text[doc.lines[line-1]:end], "\r\n")
}

func checkNode(t *testing.T, doc *Document, n *Node) {
	checkPlace(t, doc, n.Line, n.Column)
	for _, p := range n.Pairs {
		checkNode(t, doc, p.Key)
		checkNode(t, doc, p.Value)
	}
	for _, item := range n.Items {
		checkNode(t, doc, item)
	}
	text, ok := n.Value.Text()
	if n.Kind != Scalar || !ok || n.expanded {
		return
	}
	for offset := range text {
		line, column := doc.Locate(n, offset)
		checkPlace(t, doc, line, column)
		if offset > 50 {
			break
		}
	}
	if isBlock := n.Style == Literal || n.Style == Folded; isBlock && strings.Trim(text, " \n") == "" ||
		hasOddBreaks(doc) {
		return // not located exactly
	}
	var located strings.Builder
	for p := range doc.pieces(n, text) {
		if p.verbatim && !strings.HasPrefix(doc.text[p.offset:], p.text) {
			t.Fatalf("%q is not at %d", p.text, p.offset)
		}
		located.WriteString(p.text)
		if located.Len() >= len(text) {
			break
		}
	}
	if !strings.HasPrefix(located.String(), text) {
		t.Errorf("located %q, the text is %q", located.String(), text)
	}
}

// FuzzResolvePlain compares the hand-written resolution with the regular expressions
// of ruamel.yaml for plain scalars.
func FuzzResolvePlain(f *testing.F) {
	boolean := regexp.MustCompile(`^(?:true|True|TRUE|false|False|FALSE)$`)
	float := regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+` +
		`|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	integer := regexp.MustCompile(`^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$`)
	for _, seed := range []string{"017", "0x_", "1e400", "._", ".5e3", "+0b1", "1_0.e-3", "-.INF", "true", "~", "=", "<<", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := python.KindStr
		switch {
		case s == "" || s == "~" || s == "null" || s == "Null" || s == "NULL":
			want = python.KindNone
		case boolean.MatchString(s):
			want = python.KindBool
		case float.MatchString(s):
			want = python.KindFloat
		case integer.MatchString(s) && s[0] != '_':
			want = python.KindInt
		}
		v, problem := resolvePlain(s)
		if problem == "" && v.Kind() != want {
			t.Errorf("got %s, want %d", v.TypeName(), want)
		}
		if problem != "" && want == python.KindStr && s != "=" && s != "<<" {
			t.Error(problem)
		}
	})
}
