package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"nlgserver/expect"
	"nlgserver/internal/width"
	"nlgserver/preview"
)

// textStyle is how results are written as text.
type textStyle struct {
	color   bool
	verbose bool
	// gaps lists what no case covers, not only how much.
	gaps bool
}

func (s textStyle) paint(color, text string) string {
	if !s.color || text == "" {
		return text
	}
	return color + text + plainText
}

// writeText writes the failures, what is not covered, and the totals on the last
// line.
func (r *testRun) writeText(w io.Writer, s textStyle) error {
	var b strings.Builder
	for _, result := range r.results {
		switch {
		case !result.Passed():
			s.failed(&b, result)
		case s.verbose:
			fmt.Fprintf(&b, "%s %s\n", s.paint(greenText, "PASS"), result.Case.Name)
		}
	}
	if r.coverage != nil {
		s.coverage(&b, r.coverage)
	}
	sum, color := fmt.Sprintf("PASS %d, FAIL %d", len(r.results)-r.failed(), r.failed()), greenText
	if r.failed() > 0 {
		color = redText
	}
	b.WriteString(s.paint(color, sum) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// failed writes the differences from the expectation, and why that variation was
// used.
func (s textStyle) failed(b *strings.Builder, r *expect.Result) {
	fmt.Fprintf(b, "%s %s (%s)\n", s.paint(redText, "FAIL"), s.paint(boldText, r.Case.Name), r.Case.Position)
	for _, f := range r.Failures {
		s.failure(b, f)
	}
	if e := r.Explanation; e != nil {
		b.WriteString("  why:\n" + indent(preview.Of(e, r.Request).Why()))
	}
	b.WriteString("\n")
}

func (s textStyle) failure(b *strings.Builder, f expect.Failure) {
	if f.What == "expect" {
		fmt.Fprintf(b, "  no expectation yet; --update would write:\n%s", indent(width.Printable(f.Got)))
		return
	}
	fmt.Fprintf(b, "  %s\n", f.Place())
	if len(f.Want) == 1 && slices.Equal(strings.Fields(f.Want[0]), strings.Fields(f.Got)) {
		// The strings differ only in white space, which quotes make visible.
		f.Want, f.Got = []string{strconv.Quote(f.Want[0])}, strconv.Quote(f.Got)
	}
	for i, want := range f.Want {
		word := "want"
		if i > 0 {
			word = "  or"
		}
		got := f.Got
		if len(f.Want) > 1 {
			got = want // several: nothing to compare it with
		}
		old, _ := markChanges(want, got)
		b.WriteString(s.labelled(word, old, redText))
	}
	if f.Got == "" && f.Variation == 0 {
		return
	}
	want := f.Got
	if len(f.Want) == 1 {
		want = f.Want[0]
	}
	_, changed := markChanges(want, f.Got)
	b.WriteString(s.labelled(" got", changed, greenText))
}

// labelled writes a string after a label, with the differences in color.
func (s textStyle) labelled(word string, spans []span, color string) string {
	var text strings.Builder
	for _, part := range spans {
		part.text = width.Printable(part.text)
		if part.changed {
			// A line break inside a color would color the margin.
			for i, line := range strings.Split(part.text, "\n") {
				if i > 0 {
					text.WriteString("\n")
				}
				text.WriteString(s.paint(color, line))
			}
		} else {
			text.WriteString(part.text)
		}
	}
	margin := "\n" + strings.Repeat(" ", 10)
	return "    " + word + "  " + strings.ReplaceAll(text.String(), "\n", margin) + "\n"
}

// coverage writes what no case covers, and the totals.
func (s textStyle) coverage(b *strings.Builder, c *expect.Coverage) {
	if s.gaps && len(c.Gaps) > 0 {
		b.WriteString("not covered:\n")
		for _, g := range c.Gaps {
			fmt.Fprintf(b, "  %s: %s", g.Position, g.Response)
			if g.Variation > 0 {
				fmt.Fprintf(b, ", variation %d", g.Variation)
			}
			if g.ID != "" {
				fmt.Fprintf(b, ", id %s", g.ID)
			}
			fmt.Fprintf(b, ": %s\n", g.What)
		}
	}
	fmt.Fprintf(b, "coverage: %.1f%% (variations %d of %d, conditions %d of %d, languages %d of %d)\n", c.Percent(),
		c.Variations.Reached, c.Variations.Total, c.Conditions.Reached, c.Conditions.Total, c.Languages.Reached, c.Languages.Total)
}

// indent indents a string below a heading.
func indent(text string) string {
	const margin = "    "
	return margin + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+margin) + "\n"
}
