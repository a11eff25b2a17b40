package guard

import (
	"strings"
	"testing"
)

func TestRephraseLength(t *testing.T) {
	for _, c := range []struct {
		text, answer string
		fits         bool
	}{
		{"OK.", "All right, got it.", true},
		{"OK.", strings.Repeat("word ", 30), false},
		{"好", strings.Repeat("好", 50), true},
		{"好", strings.Repeat("好", 60), false},
		{strings.Repeat("x", 70), "Sorry, I found nothing.", true},
		{strings.Repeat("x", 200), strings.Repeat("y", 50), false},
		{strings.Repeat("x", 1000), strings.Repeat("y", 430), false},
		{strings.Repeat("x", 1000), strings.Repeat("y", 500), true},
		{"Hi", " \n", false},
	} {
		if got := fitsLength(c.text, c.answer); got != c.fits {
			t.Errorf("%d runes for %d: %t", len([]rune(c.answer)), len([]rune(c.text)), got)
		}
	}
}

func TestRephraseFitsLength(t *testing.T) {
	const text = "Your order arrives on Monday. Thank you for your patience."
	for _, c := range []struct {
		name, text, answer string
		want               bool
	}{
		{"line breaks around", text, "\n\n" + text + "\n", true},
		{"a list", "Red, green, blue, or pink?", "Which one?\n\n - Red\n - Green\n - Blue\n - Pink\n", true},
		{"a long answer to a word", "Hello", "Hello! It is nice to see you here again. What can I do for you on this fine day? Just ask me.", true},
		{"spaces at the end", text, text + strings.Repeat(" ", 20), false},
		{"em spaces at the end", text, text + strings.Repeat("\u2003", 340_000), false},
		{"line breaks before", text, strings.Repeat("\n", 20) + text, false},
		{"spaces in between", text, strings.Replace(text, "Monday.", "Monday."+strings.Repeat(" ", 60), 1), false},
		{"invisible characters", text, text + strings.Repeat("\u200b", 400), false},
		{"spaces of the text", "Name" + strings.Repeat(" ", 60) + "Price", "Price" + strings.Repeat(" ", 60) + "Name", true},
		{"nothing", text, "", false},
	} {
		if got := fitsLength(c.text, c.answer); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// TestRephraseLengthOfLigatures checks that an answer has the length of what it stands for.
func TestRephraseLengthOfLigatures(t *testing.T) {
	const text = "وصلت طلبيتك أمس إلى المكتب، ويمكنك أخذها متى شئت."
	for answer, fits := range map[string]bool{"ﷺ " + text: true, strings.Repeat("ﷺ ", 20): false} {
		if v := (Sentence{Text: text}).Check(answer); (v == nil) != fits || v != nil && v.Rule != Length {
			t.Errorf("%s: %+v", answer, v)
		}
	}
}
