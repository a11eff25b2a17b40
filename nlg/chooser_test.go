package nlg_test

import (
	"fmt"
	"testing"

	"nlgserver/nlg"
)

const choosable = `responses:
  utter_x:
    - {text: a, id: one, metadata: {weight: 1}}
    - {text: b, channel: slack}
    - {text: c, id: three, metadata: {weight: 3}}
    - {text: d}
  utter_only:
    - {text: only}
`

// heaviest uses the variation with the most weight, and notes what it saw.
type heaviest struct {
	saw  string
	pick int // what to return; -1 for the heaviest
}

func (*heaviest) IntN(n int) int { return n - 1 }

func (h *heaviest) Choose(c nlg.Choice) int {
	best, most := 0, int64(-1)
	h.saw = c.Response() + " for " + c.Sender() + ":"
	for i := range c.Len() {
		weight, _ := c.Metadata(i).Dict().Get("weight")
		h.saw += fmt.Sprintf(" %d %q %s", c.Variation(i), c.ID(i), weight.Repr())
		if n, ok := weight.Int64(); ok && n > most {
			best, most = i, n
		}
	}
	if h.pick >= 0 {
		return h.pick
	}
	return best
}

func TestChooser(t *testing.T) {
	c, _ := mustCompile(t, "r.yml", choosable)
	h := &heaviest{pick: -1}
	m, err := c.Render(&nlg.Request{Response: "utter_x", Sender: "ann"}, h)
	if err != nil {
		t.Fatal(err)
	}
	if m.ID != "three" || m.Metadata().Repr() != "{'weight': 3}" {
		t.Errorf("%s with metadata %s", m.JSON, m.Metadata().Repr())
	}
	if want := `utter_x for ann: 0 "one" 1 2 "three" 3 3 "" None`; h.saw != want {
		t.Errorf("it saw %s, want %s", h.saw, want)
	}

	// A number out of range leaves it to IntN.
	h.pick = 3
	if m, _ := c.Render(&nlg.Request{Response: "utter_x"}, h); m.Text() != "d" || !m.Metadata().IsNone() {
		t.Errorf("%s", m.JSON)
	}
	// What leaves no choice is not asked.
	for _, r := range []*nlg.Request{{Response: "utter_only"}, {Response: "utter_x", ID: "one"}, {Response: "utter_x", Channel: "slack"}} {
		h.saw = ""
		if _, err := c.Render(r, h); err != nil || h.saw != "" {
			t.Errorf("asked about %s (%v)", h.saw, err)
		}
	}
}

// TestNilRand checks that Render draws by itself if nobody else does.
func TestNilRand(t *testing.T) {
	c, _ := mustCompile(t, "r.yml", choosable)
	drawn := map[string]bool{}
	for range 200 {
		m, err := c.Render(&nlg.Request{Response: "utter_x"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		drawn[m.Text()] = true
	}
	if !drawn["a"] || !drawn["c"] || !drawn["d"] || drawn["b"] {
		t.Errorf("%v", drawn)
	}
}
