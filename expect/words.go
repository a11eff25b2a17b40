package expect

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/near"
	"nlgserver/nlg"
	"nlgserver/selector"
)

// word reads one of the known words.
func (r *reader) word(v document.Value, key string, known []string) string {
	text, ok := v.Text()
	if !ok || !slices.Contains(known, text) {
		r.badWord(v, key, known)
	}
	return text
}

func (r *reader) badWord(v document.Value, key string, known []string) {
	r.Error(v, diag.TestWord, key+" must be one of "+strings.Join(known, ", ")+", not "+shown(v), hintForWord(v, known))
}

// hintForWord returns the hint for a word that is nearly a known one.
func hintForWord(v document.Value, known []string) string {
	text, _ := v.Text()
	if other, ok := near.Name(strings.ToLower(text), slices.Values(known)); ok {
		return "did you mean `" + other + "`?"
	}
	return ""
}

// group reads a group by its name or in words: "condition and channel".
func (r *reader) group(v document.Value) selector.Group {
	text, _ := v.Text()
	text = strings.ReplaceAll(strings.ReplaceAll(text, " and ", "+"), " ", "")
	if text == "channel+condition" {
		text = selector.ConditionAndChannel.String()
	}
	var known []string
	for _, g := range groups {
		if g.String() == text {
			return g
		}
		known = append(known, groupWords(g))
	}
	r.badWord(v, "group", known)
	return selector.NoGroup
}

var groups = []selector.Group{selector.ConditionAndChannel, selector.Channel, selector.Condition, selector.Default}

// groupWords returns the name of a group as an author would write it.
func groupWords(g selector.Group) string { return strings.ReplaceAll(g.String(), "+", " and ") }

const noneWord = "none"

var problemWords = []string{string(nlg.Missing), string(nlg.Raised), string(nlg.Limited), noneWord}

// problems reads the kinds of problems, nil for none.
func (r *reader) problems(v document.Value) []string {
	if text, _ := v.Text(); text == noneWord {
		return nil
	}
	var out []string
	for item := range oneOrMore(v) {
		out = append(out, r.word(item, "problems", problemWords))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// oneOrMore yields the items of a list, or the value itself if it is not a list.
func oneOrMore(v document.Value) iter.Seq[document.Value] {
	if v.IsList() {
		return v.Items()
	}
	return func(yield func(document.Value) bool) { yield(v) }
}

// eligible reads the set of variations: ids, or numbers from 1.
func (r *reader) eligible(p part) eligibleAre {
	check := eligibleAre{part: p}
	for item := range oneOrMore(p.value) {
		text, isText := item.Text()
		number, isInt := item.Int()
		switch {
		case isText:
			check.ids = append(check.ids, text)
		case isInt && number > 0:
			check.numbers = append(check.numbers, int(number))
		default:
			r.Error(item, diag.TestType, "an eligible variation must be an id or a number from 1, not "+shown(item), "write an id, as in `eligible: [greet_by_name]`, or a number, as in `eligible: [1, 2]`")
		}
	}
	return check
}

// shown formats a value for a message.
func shown(v document.Value) string {
	if text, ok := v.Text(); ok {
		return document.Quote(text)
	}
	if number, ok := v.Int(); ok {
		return strconv.FormatInt(number, 10)
	}
	return v.Describe()
}

// dictOf returns a dict with one entry.
func dictOf(key string, v nlg.Value) nlg.Value { return valueOf(nlg.Values(key, v)) }
