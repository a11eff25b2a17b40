package guard

import (
	"strings"
	"unicode/utf8"
)

// orderLinks are between two facts that have an order: from 9 to 17, 3 of 10.
var orderLinks = table([]row[string]{
	{"to", "- – ~ to till until through bis a al hasta à 至 到 से إلى حتى"},
	{"of", "of out von aus de del"},
	{"in", "in im en في 在"},
	{"instead", "instead statt"},
})

// ordered returns how the facts of the class that follow each other are linked, by their
// numbers. A name between must be the same: from account 1 to account 2.
func (c class) ordered(f *facts, items []item, ids map[string]int) map[owner]string {
	links := map[owner]string{}
	var last *fact
	between := ""
	for _, it := range items {
		switch {
		case it.fact != nil && c.has(it.fact):
			if last != nil {
				if link := f.link(last, it.fact); link == "to" || between == "" {
					links[owner{idOf(last, ids), idOf(it.fact, ids)}] = link + between
				}
			}
			last, between = it.fact, ""
		case it.fact != nil, it.gap > 0, len(between) > maxWord:
			last = nil
		default:
			between += it.label
		}
	}
	return links
}

// link returns the kind of the word between two facts; "" if it gives no order.
func (f *facts) link(a, b *fact) string {
	words, _, _ := strings.Cut(strings.TrimSpace(f.text[a.end:max(a.end, b.start)]), " ")
	if r, size := utf8.DecodeLastRuneInString(words); unspaced(r) {
		words = words[len(words)-size:]
	}
	return orderLinks[fold(words)]
}

// reversed returns the number of the first fact that is behind the one it was before; -1 for
// none.
func reversed(mine, theirs map[owner]string) int {
	least := -1
	for o, link := range mine {
		back := owner{o.last, o.first}
		if link == "" || theirs[back] != link || !o.known() || least >= 0 && least < o.first {
			continue
		}
		if _, both := mine[back]; !both {
			least = o.first
		}
	}
	return least
}
