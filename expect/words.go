package expect

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
	"nlgserver/selector"
)

// word reads one of the known words.
func (r *reader) word(n *yamlsrc.Node, key string, known []string) string {
	text, ok := textOf(n)
	if !ok || !slices.Contains(known, text) {
		r.error(n, diag.TestWord, key+" must be one of "+joinWords(known)+", not "+shown(n), "")
	}
	return text
}

// group reads a group by its name or in words: "condition and channel".
func (r *reader) group(n *yamlsrc.Node) selector.Group {
	text, _ := textOf(n)
	text = strings.ReplaceAll(strings.ReplaceAll(text, " and ", "+"), " ", "")
	if text == "channel+condition" {
		text = selector.ConditionAndChannel.String()
	}
	var known []string
	for _, g := range groups() {
		if g.String() == text {
			return g
		}
		known = append(known, groupWords(g))
	}
	r.error(n, diag.TestWord, "group must be one of "+joinWords(known)+", not "+shown(n), "")
	return selector.NoGroup
}

func groups() []selector.Group {
	return []selector.Group{selector.ConditionAndChannel, selector.Channel, selector.Condition, selector.Default}
}

// groupWords says a group as an author would.
func groupWords(g selector.Group) string { return strings.ReplaceAll(g.String(), "+", " and ") }

const noneWord = "none"

func problemWords() []string {
	return []string{string(nlg.Missing), string(nlg.Raised), string(nlg.Limited)}
}

// problems reads the kinds of problems, nil for none.
func (r *reader) problems(n *yamlsrc.Node) []string {
	if text, _ := textOf(n); text == noneWord {
		return nil
	}
	items := n.Items
	if n.Kind != yamlsrc.Sequence {
		items = []*yamlsrc.Node{n}
	}
	var out []string
	for _, item := range items {
		out = append(out, r.word(item, "problems", append(problemWords(), noneWord)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// eligible reads the set of variations: ids, or numbers from 1 on.
func (r *reader) eligible(p part) eligibleAre {
	check := eligibleAre{part: p}
	items := p.node.Items
	if p.node.Kind != yamlsrc.Sequence {
		items = []*yamlsrc.Node{p.node}
	}
	for _, item := range items {
		text, isText := textOf(item)
		number, isInt := item.Value.Int64()
		switch {
		case isText:
			check.ids = append(check.ids, text)
		case isInt && item.Value.TypeName() == "int" && number > 0:
			check.numbers = append(check.numbers, int(number))
		default:
			r.error(item, diag.TestType, "an eligible variation is its id, or its number from 1 on, not "+shown(item), "write  eligible: [greet_by_name]  or  eligible: [1, 2]")
		}
	}
	return check
}

func joinWords(words []string) string { return strings.Join(words, ", ") }

// shown spells a node for a message.
func shown(n *yamlsrc.Node) string {
	if text, ok := textOf(n); ok {
		return quote(text)
	}
	return yamlsrc.Describe(n)
}

// dictOf returns a dict of one entry.
func dictOf(key string, v nlg.Value) nlg.Value { return valueOf(nlg.Values(key, v)) }
