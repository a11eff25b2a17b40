package nlgserver_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/lint"
)

// withoutCase are the codes without a case, because no edit of a content file
// mends them.
var withoutCase = map[diag.Code]string{
	diag.Unreadable:   "the file cannot be read: the mend is outside of it",
	diag.RefusedLink:  "the mend is not in a file: a link is replaced, or a path is named",
	diag.TooLarge:     "the file is split by hand; a case would be of 32 MiB",
	diag.MoreFindings: "a case would be of a thousand mistakes, which are mended one by one",
}

// leastPasted keeps the test from pasting nothing unnoticed.
const leastPasted = 40

// TestHints follows the hint of each case: afterwards the diagnostic is gone, no
// other has come, and what the author wrote elsewhere is still there.
func TestHints(t *testing.T) {
	seen := map[diag.Code]int{}
	pasted := 0
	for _, c := range readHintCases(t) {
		seen[c.code]++
		t.Run(c.name, func(t *testing.T) {
			if c.check(t) {
				pasted++
			}
		})
	}
	if pasted < leastPasted {
		t.Errorf("only %d hints were pasted, want at least %d", pasted, leastPasted)
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

func (c *hintCase) check(t *testing.T) (pasted bool) {
	bad := c.bad.validate(t, lint.Optional())
	fixed := c.fixed.validate(t, lint.Optional())
	if bad.Refused() { // then nothing was checked, and what the checks find is not new
		fixed = c.fixed.validate(t, nil)
	}
	faults := of(bad, c.code)
	if len(faults) == 0 {
		t.Fatalf("bad has no %s, but\n%s", c.code, hintLines(bad))
	}
	left := codesIn(bad)
	if still := of(fixed, c.code); len(still) >= len(faults) {
		t.Errorf("the diagnostic is still there:\n%s", hintLines(still))
	}
	for _, d := range fixed {
		i := slices.Index(left, d.Code)
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
	return len(faults) == 1 && c.checkPasted(t, faults[0])
}

func codesIn(l diag.List) []diag.Code {
	out := make([]diag.Code, len(l))
	for i, d := range l {
		out[i] = d.Code
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
	for name := range c.fixed {
		if _, old := c.bad[name]; !old {
			changed = append(changed, name)
		}
	}
	return patternOf(code).MatchString(spaced(strings.Join(changed, "\n")))
}

// patternOf returns what matches a code; … and a word in capitals stand for what
// the author fills in.
func patternOf(code string) *regexp.Regexp {
	pattern, last := "", 0
	for _, at := range filledIn.FindAllStringIndex(code, -1) {
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
	asksFor = regexp.MustCompile("(?i)(?:\\b(?:write|add|use|did you mean|rename it to)\\b[^`;:,.?]*|:) $")
	// otherWay are the words before a code that is another way to mend it.
	otherWay = regexp.MustCompile("(?i)\\b(?:remove|delete)\\b.*\\bor (?:write|add|use)\\b[^`]*$")
	filledIn = regexp.MustCompile(`…|\b(?:NAME|SLOT|VALUE|KEY|CODE|CHANNEL|TITLE)\b`)
)

// codesOf returns the pieces of code that a hint asks for. Of those joined by
// "or", one is enough.
func codesOf(hint string) [][]string {
	var all [][]string
	asked := false // the code before
	for _, at := range inTicks.FindAllStringSubmatchIndex(hint, -1) {
		from, to := at[2], at[3]
		if from < 0 {
			from, to = at[4], at[5]
		}
		before := hint[:at[0]]
		isOr, isAnd := strings.HasSuffix(before, "` or "), strings.HasSuffix(before, "` and ")
		if !isOr && !isAnd {
			asked = asksFor.MatchString(before) && !otherWay.MatchString(before) && !strings.HasSuffix(before, "such as ") && !strings.HasSuffix(before, "as in ")
		}
		switch {
		case !asked:
		case isOr:
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
	parsed := true
	for name, text := range c.bad {
		parsed = parsed && isYAML(name, text)
		if !utf8.ValidString(text) {
			return // what the author wrote cannot be compared
		}
	}
	fixed := map[string]int{}
	for name, text := range c.fixed {
		for _, l := range leaves(name, text, parsed) {
			fixed[l.text]++
		}
	}
	for name, text := range c.bad {
		for _, l := range leaves(name, text, parsed) {
			switch {
			case isAtFault(name, text, l, d):
			case fixed[l.text] > 0:
				fixed[l.text]--
			default:
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

// isYAML reports whether a file can be parsed.
func isYAML(name, text string) bool {
	doc, found := document.Parse(name, []byte(text), document.Options{Env: lookupHintEnv})
	return doc != nil && !found.HasErrors()
}

// leaves returns what authors wrote in a file: its scalars, or its lines.
func leaves(name, text string, parsed bool) []leaf {
	doc, _ := document.Parse(name, []byte(text), document.Options{Env: lookupHintEnv})
	if doc == nil || !parsed {
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

// isAtFault reports whether a leaf is at the place of the fault. If the hint says
// what to write, that is the line, or the whole entry if it writes a key; else it
// is the item of a list that the place is in.
func isAtFault(name, text string, l leaf, d diag.Diagnostic) bool {
	places := []diag.Position{d.Position}
	if d.Related != nil {
		places = append(places, d.Related.Position)
	}
	choices := codesOf(d.Hint)
	for _, p := range places {
		if p.File != name {
			continue
		}
		if p.Line == 0 {
			return true
		}
		from, to := p.Line, p.Line
		if len(choices) == 0 || takesAway.MatchString(d.Hint) {
			from = startOfItem(text, p.Line)
			to = endOfEntry(text, from)
		} else if key, _, ok := strings.Cut(choices[0][0], ":"); ok {
			from = startOfKey(text, p.Line, key)
			to = endOfEntry(text, from)
		}
		if l.line <= to && from <= l.to {
			return true
		}
	}
	return false
}

func indentOfLine(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// startOfItem returns the line at which the outermost item starts that a line is
// in: the variation.
func startOfItem(text string, line int) int {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return line
	}
	start, indent := line, indentOfLine(lines[line-1])+1
	for i := line; i > 0; i-- {
		s := lines[i-1]
		if strings.TrimSpace(s) == "" || indentOfLine(s) >= indent {
			continue
		}
		indent = indentOfLine(s)
		if strings.HasPrefix(s[indent:], "- ") {
			start = i
		}
	}
	return start
}

// startOfKey returns the nearest line above with a key, or the line itself.
func startOfKey(text string, line int, key string) int {
	lines := strings.Split(text, "\n")
	for i := min(line, len(lines)); i > 0; i-- {
		if strings.Contains(lines[i-1], key+":") {
			return i
		}
	}
	return line
}

// endOfEntry returns the last line of what starts on a line: those that are
// indented further belong to it.
func endOfEntry(text string, line int) int {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return line
	}
	end := line
	if strings.HasPrefix(lines[line-1], "<<<<<<<") {
		for end < len(lines) && !strings.HasPrefix(lines[end-1], ">>>>>>>") {
			end++
		}
		return end
	}
	for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || indentOfLine(lines[end]) > indentOfLine(lines[line-1])) {
		end++
	}
	return end
}
