package nlgserver_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// withoutCase are the codes without a case, because no edit of a content file
// mends them.
var withoutCase = map[diag.Code]string{
	diag.Unreadable: "the file cannot be read: the mend is outside of it",
	diag.TooLarge:   "the file is split by hand; a case would be of 32 MiB",
}

// TestHints follows the hint of each case: afterwards the diagnostic is gone, no
// other has come, and what the author wrote elsewhere is still there.
func TestHints(t *testing.T) {
	seen := map[diag.Code]int{}
	for _, c := range readHintCases(t) {
		seen[c.code]++
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
	for _, d := range diag.Descriptions() {
		switch why, excused := withoutCase[d.Code]; {
		case !excused && seen[d.Code] == 0:
			t.Errorf("%s (%s) has no case in %s", d.Code, d.Summary, hintsDir)
		case excused && seen[d.Code] > 0:
			t.Errorf("%s has a case; it needs no excuse: %s", d.Code, why)
		}
	}
}

func (c *hintCase) check(t *testing.T) {
	bad, fixed := c.bad.validate(t), c.fixed.validate(t)
	faults := of(bad, c.code)
	if len(faults) == 0 {
		t.Fatalf("bad has no %s, but\n%s", c.code, hintLines(bad))
	}
	left := kindsOf(bad)
	if still := of(fixed, c.code); len(still) >= len(faults) {
		t.Errorf("the diagnostic is still there:\n%s", hintLines(still))
	}
	for _, d := range fixed {
		i := slices.Index(left, kindOfHint(d))
		if i < 0 {
			t.Errorf("the hint\n%sbrings\n%s", hintLines(faults), hintLines(diag.List{d}))
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, d := range faults {
		c.checkCode(t, d)
		c.checkKept(t, d)
	}
}

// kindOfHint is what stays the same of a diagnostic while lines move.
func kindOfHint(d diag.Diagnostic) string { return string(d.Code) + " " + d.Message }

func kindsOf(l diag.List) []string {
	out := make([]string, len(l))
	for i, d := range l {
		out[i] = kindOfHint(d)
	}
	return out
}

func hintLines(l diag.List) string {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "  %s\n    = %s\n", d, d.Hint)
	}
	return b.String()
}

// checkCode checks the pieces of code of a hint: what is to be written is in the
// fixed files, and more often there than in the bad ones.
func (c *hintCase) checkCode(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	choices := codesOf(d.Hint)
	if len(choices) == 0 {
		return
	}
	for _, all := range choices {
		if !slices.ContainsFunc(all, c.isWritten) {
			t.Errorf("%s\nhint: %s\nfixed has nothing new of %q", d, d.Hint, all)
		}
	}
}

// isWritten reports whether a piece of code is in a line that has come with the
// mend.
func (c *hintCase) isWritten(code string) bool {
	var bad, changed []string
	for _, text := range c.bad {
		bad = append(bad, strings.Split(text, "\n")...)
	}
	for _, text := range c.fixed {
		for line := range strings.SplitSeq(text, "\n") {
			if i := slices.Index(bad, line); i >= 0 {
				bad = slices.Delete(bad, i, i+1)
			} else {
				changed = append(changed, line)
			}
		}
	}
	return patternOf(code).MatchString(spaced(strings.Join(changed, "\n")))
}

// patternOf returns what matches a code; … and a word in capitals stand for what
// the author fills in.
func patternOf(code string) *regexp.Regexp {
	pattern, last := "", 0
	for _, at := range placeholder.FindAllStringIndex(code, -1) {
		pattern += regexp.QuoteMeta(spaced(code[last:at[0]])) + `\s?\S.*?\s?`
		last = at[1]
	}
	return regexp.MustCompile(pattern + regexp.QuoteMeta(spaced(code[last:])))
}

// spaced returns a text with each run of white space as one space: a hint may
// write on one line what a file has on two.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

var (
	inTicks = regexp.MustCompile("``(.+?[^`])``|`([^`]+)`")
	// asksFor are the words before a code that is to be written. Other codes of a
	// hint are examples, or say where.
	asksFor     = regexp.MustCompile(`(?i)(?:\b(?:write|add|use|with|did you mean|rename it to|or|and)|:) $`)
	placeholder = regexp.MustCompile(`…|\b(?:NAME|SLOT|VALUE|KEY)\b`)
)

// codesOf returns the pieces of code that a hint asks for. Of those joined by
// "or", one is enough.
func codesOf(hint string) [][]string {
	var all [][]string
	for _, at := range inTicks.FindAllStringSubmatchIndex(hint, -1) {
		from, to := at[2], at[3]
		if from < 0 {
			from, to = at[4], at[5]
		}
		before := hint[:at[0]]
		switch {
		case !asksFor.MatchString(before):
		case strings.HasSuffix(before, " or ") && len(all) > 0:
			all[len(all)-1] = append(all[len(all)-1], hint[from:to])
		default:
			all = append(all, []string{hint[from:to]})
		}
	}
	return all
}

// checkKept checks that all that does not stand at the place of the fault is
// kept. A hint that takes something away takes what belongs to its line too.
func (c *hintCase) checkKept(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	fixed := map[string]int{}
	for name, text := range c.fixed {
		for _, l := range leaves(name, text) {
			fixed[l.text]++
		}
	}
	for name, text := range c.bad {
		for _, l := range leaves(name, text) {
			if fixed[l.text] > 0 {
				fixed[l.text]--
			} else if !isAtFault(name, text, l, d) {
				t.Errorf("%s\nhint: %s\n%q of %s:%d is lost", d, d.Hint, l.text, name, l.line)
			}
		}
	}
}

// leaf is a scalar, or a line of a file that is no valid YAML.
type leaf struct {
	text     string
	line, to int
}

// leaves returns what authors wrote in a file.
func leaves(name, text string) []leaf {
	doc, found := document.Parse(name, []byte(text), document.Options{})
	if doc == nil || found.HasErrors() {
		var out []leaf
		for i, line := range strings.Split(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, leaf{line, i + 1, i + 1})
			}
		}
		return out
	}
	var out []leaf
	var walk func(v document.Value)
	walk = func(v document.Value) {
		for item := range v.Items() {
			walk(item)
		}
		for e := range v.Entries() {
			walk(e.Key)
			walk(e.Value)
		}
		if v.IsScalar() && !v.IsNull() {
			from := strings.Count(text[:min(v.Start(), len(text))], "\n") + 1
			to := strings.Count(strings.TrimRight(text[:min(v.End(), len(text))], "\n"), "\n") + 1
			out = append(out, leaf{v.Printed(), from, to})
		}
	}
	walk(doc.Root())
	return out
}

var takesAway = regexp.MustCompile(`(?i)\b(?:remove|delete|keep|leave|move)\b`)

// isAtFault reports whether a leaf is on a line of the fault.
func isAtFault(name, text string, l leaf, d diag.Diagnostic) bool {
	places := []diag.Position{d.Position}
	if d.Related != nil {
		places = append(places, d.Related.Position)
	}
	for _, p := range places {
		if p.File != name && !strings.HasSuffix(p.File, "/"+name) {
			continue
		}
		end := p.Line
		if takesAway.MatchString(d.Hint) {
			end = endOfEntry(text, p.Line)
		}
		if l.line <= end && p.Line <= l.to {
			return true
		}
	}
	return false
}

// endOfEntry returns the last line of what starts on a line: those that are
// indented further belong to it.
func endOfEntry(text string, line int) int {
	lines := strings.Split(text, "\n")
	indent := func(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
	if line < 1 || line > len(lines) {
		return line
	}
	end := line
	for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || indent(lines[end]) > indent(lines[line-1])) {
		end++
	}
	return end
}
