package responses_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nlgserver/expect"
	"nlgserver/nlg"
)

// TestAliasInTranslation checks that a value that is used twice, by an alias, is
// two texts, each with its own path, in every language.
func TestAliasInTranslation(t *testing.T) {
	c := compile(t, `responses:
  utter_a:
    - text: &a "hi {x}"
      translation: {de: "hallo {x}"}
      buttons: [{title: *a, payload: /p}, {title: *a, payload: "/q{x}", translation: {de: {title: *a}}}]
`)
	m, err := c.Render(&nlg.Request{Response: "utter_a", Slots: nlg.Values("language", "de")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, p := range m.Problems {
		paths = append(paths, p.Path)
	}
	if got := strings.Join(paths, " "); got != "text buttons[0].title buttons[1].title buttons[1].payload" {
		t.Errorf("problems at %s", got)
	}
}

// TestManyTranslatedTexts checks that the time to read a variation grows with
// its texts, not with their square: twice as many take about twice as long.
func TestManyTranslatedTexts(t *testing.T) {
	read := func(n int) time.Duration {
		var b strings.Builder
		b.WriteString("responses:\n  utter_a:\n    - text: a\n      translation: {de: b, es: c, fr: d}\n      custom:\n        list:\n")
		for i := range n {
			fmt.Fprintf(&b, "          - t%d\n", i)
		}
		b.WriteString("      buttons:\n")
		for i := range n {
			fmt.Fprintf(&b, "        - {title: t%d, payload: /p, translation: {de: {title: u%d}}}\n", i, i)
		}
		begin := time.Now()
		compile(t, b.String())
		return time.Since(begin)
	}
	// Other programs may take the processor from either; the best of several
	// alternating tries counts, and a quadratic reader fails all of them.
	few, many, ratio := time.Hour, time.Hour, 0.0
	for range 20 {
		few, many = min(few, read(2_000)), min(many, read(8_000))
		if ratio = float64(many) / float64(few); ratio <= 9 { // 4 if linear, 16 if quadratic
			return
		}
	}
	t.Errorf("four times the texts take %.1f times as long (%v, %v)", ratio, few, many)
}

// TestConstantPredicate checks that coverage expects no case that makes a
// constant come out otherwise.
func TestConstantPredicate(t *testing.T) {
	c := compile(t, "responses:\n  utter_x:\n    - {text: a, condition: \"true\"}\n    - {text: b, condition: \"slots.a is 1\"}\n")
	if got := expect.NewTally(c).Coverage().Conditions; got != (expect.Share{Total: 2}) {
		t.Errorf("%+v", got)
	}
}
