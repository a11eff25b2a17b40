package selector

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

// variationOf writes a candidate shortly: "x=1 @slack +de" is one with a
// condition, a channel and a translation; "" is a plain default.
func variationOf(t testing.TB, short string) Candidate {
	t.Helper()
	var c Candidate
	for word := range strings.FieldsSeq(short) {
		switch {
		case word == "never":
			c.Test = List{}
		case strings.HasPrefix(word, "@"):
			c.Channel, c.HasChannel = word[1:], true
		case strings.HasPrefix(word, "+"):
			c.Languages = append(c.Languages, word[1:])
		default:
			slot, text, _ := strings.Cut(word, "=")
			value, err := python.ParseJSON(text)
			if err != nil {
				t.Fatal(err)
			}
			list, _ := c.Test.(List)
			c.Test = append(list, NewSlotIs(slot, value))
		}
	}
	return c
}

func programOf(t testing.TB, variations ...string) *Program {
	t.Helper()
	var candidates []Candidate
	for _, v := range variations {
		candidates = append(candidates, variationOf(t, v))
	}
	return Compile(candidates)
}

func slotsOf(t testing.TB, text string) *python.Dict {
	t.Helper()
	v, err := python.ParseJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	return v.Dict()
}

// TestSelect is the table of Rasa's section 10.4.
func TestSelect(t *testing.T) {
	abcd := []string{"x=1 @slack", "@slack", "x=1", ""}
	tests := []struct {
		name       string
		variations []string
		channels   string
		slots      string
		languages  []string
		group      Group
		eligible   []int
	}{
		{"S1", abcd, "slack", `{"x":1}`, nil, ConditionAndChannel, []int{0}},
		{"S2", abcd, "slack", `{"x":2}`, nil, Channel, []int{1}},
		{"S3", abcd, "slack", `{}`, nil, Channel, []int{1}},
		{"S4", abcd, "collector", `{"x":1}`, nil, Condition, []int{2}},
		{"S5", abcd, "collector", `{"x":2}`, nil, Default, []int{3}},
		{"no default", abcd[:3], "rest", `{"x":2}`, nil, NoGroup, nil},
		{"case of the channel", abcd, "Slack", `{"x":2}`, nil, Default, []int{3}},
		{"S6", []string{"@slack", "x=1"}, "slack", `{"x":1}`, nil, Channel, []int{0}},
		{"S7", []string{"@slack"}, "collector", `{}`, nil, NoGroup, nil},
		{"S8", []string{"@Slack"}, "slack", `{}`, nil, NoGroup, nil},
		{"S9", []string{"never"}, "slack", `{}`, nil, NoGroup, nil},
		{"S10", []string{"never", ""}, "slack", `{}`, nil, Default, []int{1}},
		{"S11 null", []string{"x=null", ""}, "", `{"x":null}`, nil, Condition, []int{0}},
		{"S11 absent", []string{"x=null", ""}, "", `{}`, nil, Condition, []int{0}},
		{"S12", []string{`x="GOLD"`, ""}, "", `{"x":"gold"}`, nil, Condition, []int{0}},
		{"S13", []string{"x=true", ""}, "", `{"x":1}`, nil, Condition, []int{0}},
		{"S14", []string{`x="true"`, ""}, "", `{"x":true}`, nil, Default, []int{1}},
		{"S15", []string{"x=1 y=2", ""}, "", `{"x":1,"y":3}`, nil, Default, []int{1}},
		{"S16", []string{"x=1", "y=2", ""}, "", `{"x":1,"y":2}`, nil, Condition, []int{0, 1}},
		{"S17", []string{"", "", ""}, "", `{}`, nil, Default, []int{0, 1, 2}},
		{"S18", []string{"+de", ""}, "", `{}`, []string{"de"}, Default, []int{0}},
		{"S19 other", []string{"+de", ""}, "", `{}`, []string{"fr"}, Default, []int{0, 1}},
		{"S19 none", []string{"+de", ""}, "", `{}`, nil, Default, []int{0, 1}},
		{"S20", []string{"x=1", "+de"}, "", `{"x":1}`, []string{"de"}, Condition, []int{0}},
		{"empty channel name", []string{"@", ""}, "", `{}`, nil, Channel, []int{0}},
		{"empty channel name elsewhere", []string{"@"}, "slack", `{}`, nil, NoGroup, nil},
		// D6: the REST channel's own name comes first, then its input's.
		{"D6 input", []string{"@rest", ""}, "collector rest", `{}`, nil, Channel, []int{0}},
		{"D6 own name first", []string{"x=1 @rest", "@collector", ""}, "collector rest", `{"x":1}`, nil, Channel, []int{1}},
		{"language chain", []string{"+de", "+de-AT", ""}, "", `{}`, []string{"de-CH", "de"}, Default, []int{0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := programOf(t, tt.variations...)
			channels := strings.Split(tt.channels, " ")
			f := &Facts{Slots: slotsOf(t, tt.slots), Channels: channels, Languages: tt.languages}
			group, eligible := p.Select(f, nil)
			if group != tt.group || !slices.Equal(eligible, tt.eligible) {
				t.Errorf("got %v %v, want %v %v", group, eligible, tt.group, tt.eligible)
			}
		})
	}
}

// TestListCondition is the table of Rasa's section 3.2.
func TestListCondition(t *testing.T) {
	tests := []struct {
		value, slot string
		holds       bool
	}{
		{`"yes"`, `true`, false},
		{`"yes"`, `"YES"`, true},
		{`true`, `true`, true},
		{`true`, `1`, true},
		{`true`, `"true"`, false},
		{`"TRUE"`, `true`, false},
		{`1`, `1.0`, true},
		{`1.0`, `true`, true},
		{`1`, `"1"`, false},
		{`null`, `null`, true},
		{`null`, ``, true},
		{`false`, `0`, true},
		{`false`, `null`, false},
		{`""`, `null`, false},
		{`["a","B"]`, `["A","b"]`, false},
		{`[1,true]`, `[1.0,1]`, true},
		{`{"a":1}`, `{"a":1.0}`, true},
		{`"straße"`, `"STRASSE"`, true},
		{`"ΣΑΣ"`, `"σας"`, true},
		{`" a"`, `"a"`, false},
		{`9007199254740993`, `9007199254740992.0`, false},
		{`NaN`, `NaN`, false},
	}
	for _, tt := range tests {
		value, err := python.ParseJSON(tt.value)
		if err != nil {
			t.Fatal(err)
		}
		slots := &python.Dict{}
		if tt.slot != "" {
			slots = slotsOf(t, `{"s":`+tt.slot+`}`)
		}
		list := List{NewSlotIs("s", value)}
		if got := list.Holds(slots, nil); got != tt.holds {
			t.Errorf("value %s, slot %s: %v, want %v", tt.value, tt.slot, got, tt.holds)
		}
		if reasons := list.Explain(slots, nil); len(reasons) != 1 || reasons[0].Holds != tt.holds {
			t.Errorf("value %s, slot %s: explained as %+v", tt.value, tt.slot, reasons)
		}
	}
}

func TestExplain(t *testing.T) {
	p := programOf(t, "x=1 @slack", "@slack", "x=1", "", `x="a" y=2`, "never", "@facebook")
	got := p.Explain(&Facts{Slots: slotsOf(t, `{"x":2}`), Channels: []string{"slack"}})
	want := Trace{Group: Channel, Eligible: []int{1}, Variations: []Verdict{
		{Group: ConditionAndChannel, Why: "its condition does not hold", Reasons: []Reason{{Text: "x is 1", Actual: "2"}}, Parts: []Part{{Text: "x is 1"}}},
		{Group: Channel, Eligible: true, Holds: true, Why: "in the first group that has an eligible variation: channel"},
		{Group: Condition, Why: "its condition does not hold", Reasons: []Reason{{Text: "x is 1", Actual: "2"}}, Parts: []Part{{Text: "x is 1"}}},
		{Group: Default, Holds: true, Why: `the group "channel" comes before "default"`},
		{Group: Condition, Why: "its condition does not hold", Reasons: []Reason{
			{Text: "x is 'a'", Actual: "2"}, {Text: "y is 2", Actual: "None (no such slot in the request)"},
		}, Parts: []Part{{Text: "x is 'a'"}, {Text: "y is 2"}}},
		{Group: Condition, Why: "its condition does not hold", Reasons: []Reason{{Text: "an empty condition list", Actual: "never holds", Role: IsOutcome}}, Parts: []Part{{Text: "its condition"}}},
		{Group: NoGroup, Holds: true, Why: `written for channel "facebook", but the request is for "slack"`},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got = programOf(t, "@rest", "@collector x=1", "@collector").Explain(&Facts{Slots: slotsOf(t, `{"x":1}`), Channels: []string{"collector", "rest"}})
	if why := got.Variations[0].Why; why != `variations for channel "collector" come before those for "rest"` {
		t.Errorf("channel that loses: %s", why)
	}
	if why := got.Variations[2].Why; why != `the group "condition+channel" comes before "channel"` {
		t.Errorf("default that loses: %s", why)
	}
	got = programOf(t, "+de", "").Explain(&Facts{Slots: slotsOf(t, `{}`), Channels: []string{""}, Languages: []string{"de"}})
	if why := got.Variations[1].Why; why != "other variations in its group are translated into the language of the conversation" {
		t.Errorf("untranslated variation: %s", why)
	}
}

// bySection31 is the algorithm of Rasa's section 3.1, written down as it
// stands there.
func bySection31(candidates []Candidate, f *Facts) (Group, []int) {
	holds := func(c *Candidate) bool { return c.Test != nil && c.Test.Holds(f.Slots, nil) }
	for _, name := range f.Channels {
		var tested, defaults []int
		for i := range candidates {
			c := &candidates[i]
			if !c.HasChannel || c.Channel != name {
				continue
			}
			if holds(c) {
				tested = append(tested, i)
			} else if c.Test == nil {
				defaults = append(defaults, i)
			}
		}
		if len(tested) > 0 {
			return ConditionAndChannel, tested
		}
		if len(defaults) > 0 {
			return Channel, defaults
		}
	}
	var tested, defaults []int
	for i := range candidates {
		c := &candidates[i]
		switch {
		case c.HasChannel:
		case holds(c):
			tested = append(tested, i)
		case c.Test == nil:
			defaults = append(defaults, i)
		}
	}
	if len(tested) > 0 {
		return Condition, tested
	}
	if len(defaults) > 0 {
		return Default, defaults
	}
	return NoGroup, nil
}

func TestSelectIsSection31(t *testing.T) {
	words := []string{"", "x=1", "x=2", "@a", "@b", "x=1 @a", "x=2 @b", "never", "never @a", "x=1 y=1", "@"}
	rapid.Check(t, func(rt *rapid.T) {
		short := rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(rt, "variations")
		p := programOf(t, short...)
		f := &Facts{
			Slots:    slotsOf(t, rapid.SampledFrom([]string{`{}`, `{"x":1}`, `{"x":2}`, `{"x":1,"y":1}`}).Draw(rt, "slots")),
			Channels: rapid.SampledFrom([][]string{{"a"}, {"b"}, {"a", "b"}, {"z"}, {""}}).Draw(rt, "channels"),
		}
		group, eligible := p.Select(f, nil)
		wantGroup, want := bySection31(p.candidates, f)
		if group != wantGroup || !slices.Equal(eligible, want) {
			rt.Fatalf("got %v %v, want %v %v", group, eligible, wantGroup, want)
		}
		trace := p.Explain(f)
		if trace.Group != group || !slices.Equal(trace.Eligible, eligible) {
			rt.Fatalf("explained as %v %v", trace.Group, trace.Eligible)
		}
		for i, v := range trace.Variations {
			if v.Eligible != slices.Contains(want, i) || v.Why == "" {
				rt.Fatalf("variation %d: %+v", i, v)
			}
		}
	})
}

// TestSelectLeavesTheProgramAlone: a filter by language must not write to the
// lists that later selections read.
func TestSelectLeavesTheProgramAlone(t *testing.T) {
	p := programOf(t, "", "+de", "")
	de := &Facts{Channels: []string{""}, Languages: []string{"de"}, Slots: &python.Dict{}}
	for range 2 {
		if _, eligible := p.Select(de, nil); !slices.Equal(eligible, []int{1}) {
			t.Fatalf("in German: %v", eligible)
		}
		if _, eligible := p.Select(&Facts{Channels: []string{""}, Slots: &python.Dict{}}, nil); !slices.Equal(eligible, []int{0, 1, 2}) {
			t.Fatalf("in no language: %v", eligible)
		}
	}
}

func BenchmarkSelect(b *testing.B) {
	p := programOf(b, "x=1 @slack", "@slack", `tier="gold" vip=true`, `tier="silver"`, "", "")
	f := &Facts{Slots: slotsOf(b, `{"tier":"Gold","vip":true,"x":2}`), Channels: []string{"collector", "rest"}}
	var buf [16]int
	b.ReportAllocs()
	for b.Loop() {
		if _, eligible := p.Select(f, buf[:0]); len(eligible) != 1 {
			b.Fatal(eligible)
		}
	}
}
