package expect

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/nlg"
	"nlgserver/selector"
)

// wholeCheck checks the selection.
type wholeCheck interface {
	at() part
	compare(e *nlg.Explanation) *mismatch
	restate(e *nlg.Explanation) nlg.Value
}

type groupIs struct {
	part
	group selector.Group
}

func (c groupIs) compare(e *nlg.Explanation) *mismatch {
	if e.Group == c.group {
		return nil
	}
	return &mismatch{"group", []string{groupWords(c.group)}, groupWords(e.Group)}
}

func (groupIs) restate(e *nlg.Explanation) nlg.Value { return nlg.Str(groupWords(e.Group)) }

// eligibleAre expects exactly these variations to be eligible.
type eligibleAre struct {
	part
	ids     []string
	numbers []int
}

func (c eligibleAre) compare(e *nlg.Explanation) *mismatch {
	ids, numbers := slices.Clone(c.ids), slices.Clone(c.numbers)
	surplus := false
	for i, m := range e.Messages {
		if at := slices.Index(ids, m.ID); m.ID != "" && at >= 0 {
			ids = slices.Delete(ids, at, at+1)
		} else if at := slices.Index(numbers, e.Eligible[i]+1); at >= 0 {
			numbers = slices.Delete(numbers, at, at+1)
		} else {
			surplus = true
		}
	}
	if !surplus && len(ids) == 0 && len(numbers) == 0 {
		return nil
	}
	return &mismatch{"eligible", []string{setText(c.ids, c.numbers)}, listText(c.restate(e))}
}

// restate names the variations by their ids, or by number if an id is missing or
// not unique.
func (eligibleAre) restate(e *nlg.Explanation) nlg.Value {
	items := []nlg.Value{}
	for i, m := range e.Messages {
		same := func(o *nlg.Message) bool { return o != m && o.ID == m.ID }
		if m.ID != "" && !slices.ContainsFunc(e.Messages, same) {
			items = append(items, nlg.Str(m.ID))
		} else {
			items = append(items, python.Int(int64(e.Eligible[i])+1))
		}
	}
	return python.List(items...)
}

func setText(ids []string, numbers []int) string {
	words := slices.Clone(ids)
	for _, n := range numbers {
		words = append(words, fmt.Sprint(n))
	}
	return wordsOrNone(words)
}

func listText(v nlg.Value) string {
	var words []string
	for _, item := range v.Items() {
		words = append(words, item.Str())
	}
	return wordsOrNone(words)
}

func wordsOrNone(words []string) string {
	if len(words) == 0 {
		return noneWord
	}
	return strings.Join(words, ", ")
}

// problemsAre expects these kinds of problems in the messages together.
type problemsAre struct {
	part
	kinds []string
}

func (c problemsAre) compare(e *nlg.Explanation) *mismatch {
	got := kindsOf(e)
	if slices.Equal(got, c.kinds) {
		return nil
	}
	var why []string
	for _, m := range e.Messages {
		for _, p := range m.Problems {
			why = append(why, fmt.Sprintf("%s (%s: %s)", p.Kind, p.Path, p.Message))
		}
	}
	return &mismatch{"problems", []string{wordsOrNone(c.kinds)}, wordsOrNone(why)}
}

func (problemsAre) restate(e *nlg.Explanation) nlg.Value {
	items := []nlg.Value{}
	for _, kind := range kindsOf(e) {
		items = append(items, nlg.Str(kind))
	}
	switch len(items) {
	case 0:
		return nlg.Str(noneWord)
	case 1:
		return items[0]
	default:
		return python.List(items...)
	}
}

func kindsOf(e *nlg.Explanation) []string {
	var kinds []string
	for _, m := range e.Messages {
		for _, p := range m.Problems {
			kinds = append(kinds, string(p.Kind))
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
