package selector

import (
	"fmt"
	"slices"
	"strings"
)

// Trace says how a selection came out and why.
type Trace struct {
	// Group is the group that was used, NoGroup if there was none.
	Group Group
	// Eligible are the indexes among which the pick is made.
	Eligible []int
	// Variations has one entry for each variation, in file order.
	Variations []Verdict
}

// Verdict is the outcome for one variation.
type Verdict struct {
	// Group is the group that the variation belongs to on this channel,
	// NoGroup if it is for another channel.
	Group Group
	// Eligible reports whether the variation may be picked.
	Eligible bool
	// Holds reports whether its condition holds; no condition holds too. It is
	// what the selection computed, whatever the reasons say of the parts.
	Holds bool
	// Cut reports whether the condition was not evaluated to its end: for lack of
	// work left, or for a limit of its own.
	Cut bool
	// Why says in a sentence why it is eligible or not.
	Why string
	// Reasons are the parts of its condition; nil if it has none.
	Reasons []Reason
	// Parts are those of its condition that matter by themselves; nil if it
	// has none.
	Parts []Part
}

// Explain selects as [Program.Select] does and says why. The budget bounds the
// selection, and again each condition that is explained; none of it is spent.
func (p *Program) Explain(f *Facts) Trace {
	tests := make([]outcome, len(p.candidates))
	selection := *f
	selection.Budget, selection.tests = f.Budget.Fork(), &tests
	group, eligible := p.Select(&selection, nil)
	t := Trace{Group: group, Eligible: slices.Clone(eligible), Variations: make([]Verdict, len(p.candidates))}
	winner := p.winningChannel(f, group, tests)
	for i := range p.candidates {
		t.Variations[i] = p.verdict(f, i, &t, winner, tests[i])
	}
	return t
}

// winningChannel returns the channel name whose variations were used, empty
// where variations without a channel were.
func (p *Program) winningChannel(f *Facts, group Group, tests []outcome) string {
	if group != ConditionAndChannel && group != Channel {
		return ""
	}
	for _, name := range f.Channels {
		holds := func(i int) bool { return tests[i].holds }
		if l := p.byChannel[name]; l != nil && (len(l.defaults) > 0 || slices.ContainsFunc(l.tested, holds)) {
			return name
		}
	}
	return ""
}

func (p *Program) verdict(f *Facts, i int, t *Trace, winner string, came outcome) Verdict {
	c := &p.candidates[i]
	v := Verdict{Group: c.group(), Eligible: isAmong(t.Eligible, i), Holds: true}
	if c.Test != nil {
		v.Reasons, v.Parts = c.Test.Explain(f.Slots, f.Budget.Fork()), c.Test.Parts(f.Slots, f.Budget.Fork())
		if v.Holds, v.Cut = came.holds, came.cut; !came.known {
			work := f.Budget.Fork()
			v.Holds = c.Test.Holds(f.Slots, work)
			v.Cut = work.WasCut()
		}
	}
	switch {
	case c.HasChannel && !slices.Contains(f.Channels, c.Channel):
		v.Group = NoGroup
		v.Why = fmt.Sprintf("written for channel %q, but the request is for %s", c.Channel, quoteAll(f.Channels))
	case v.Cut && !v.Holds:
		v.Why = "its condition takes too much work, was not evaluated to its end, and counts as false"
	case !v.Holds:
		v.Why = "its condition does not hold"
	case v.Eligible:
		v.Why = "in the first group that has an eligible variation: " + t.Group.String()
	case c.HasChannel && winner != "" && c.Channel != winner:
		v.Why = fmt.Sprintf("variations for channel %q come before those for %q", winner, c.Channel)
	case v.Group != t.Group:
		v.Why = fmt.Sprintf("the group %q comes before %q", t.Group, v.Group)
	default:
		v.Why = "other variations in its group are translated into the language of the conversation"
	}
	return v
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, " or ")
}

// isAmong reports whether an index is among others, which are in file order.
func isAmong(eligible []int, i int) bool {
	_, found := slices.BinarySearch(eligible, i)
	return found
}
