package yamlsrc

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/diag"
)

// isMergeKey reports whether a key is an unquoted <<; quoted, it is a normal key.
func isMergeKey(raw *yaml.Node) bool {
	return raw.Kind == yaml.ScalarNode && raw.Value == "<<" && styleOf(raw) == Plain && !isTagged(raw)
}

// merge puts the pairs of the merged maps before the map's own. The first of two
// merged maps takes precedence, but the keys of the last one come first, in the
// order in which Rasa's reader fills its dict. Rasa: section 1.6.
func (b *builder) merge(n, value *Node, depth int) error {
	sources, ok := b.mergeSources(value)
	if !ok {
		return nil
	}
	n.merges = true
	b.doc.setOrigin(n, value)
	own := n.Pairs
	n.Pairs = make([]Pair, 0, len(own))
	keys := keyIndex{}
	for _, source := range sources {
		if depth+int(source.height)-1 > b.opt.MaxDepth {
			return b.fatal(value, diag.TooDeep, fmt.Sprintf("lists and maps are nested more than %d levels deep", b.opt.MaxDepth), "")
		}
		for _, p := range source.Pairs {
			if err := b.countMerged(n, value, p); err != nil {
				return err
			}
			n.set(&keys, p)
		}
	}
	for _, p := range own {
		n.set(&keys, p)
	}
	return nil
}

// mergeSources returns the maps that << names, that of lowest precedence first.
func (b *builder) mergeSources(value *Node) (sources []*Node, ok bool) {
	const hint = "write <<: *name, with the anchor &name on a map"
	switch value.Kind {
	case Mapping:
		return []*Node{value}, true
	case Sequence:
		for _, item := range value.Items {
			if item.Kind != Mapping {
				b.report(item, diag.BadMergeKey, "<< can only merge maps", hint)
				return nil, false
			}
		}
		sources = slices.Clone(value.Items)
		slices.Reverse(sources)
		return sources, true
	default:
		b.report(value, diag.BadMergeKey, "<< must be a map or a list of maps", hint)
		return nil, false
	}
}

// countMerged counts a merged pair even if the map already has its key, because
// checking it takes time.
func (b *builder) countMerged(n, value *Node, p Pair) error {
	b.merged++
	if !b.opt.Meter.Take(p.Key.size + p.Value.size + int(p.Key.bulk+p.Value.bulk)) {
		return errUnusable
	}
	n.height = max(n.height, p.Value.height+1)
	n.size += p.Key.size + p.Value.size
	n.bulk += p.Key.bulk + p.Value.bulk
	if b.merged <= b.opt.MaxNodes && n.size <= b.opt.MaxNodes && n.bulk <= maxBulk {
		return nil
	}
	return b.fatal(value, diag.AliasExplosion,
		fmt.Sprintf("the merge keys (<<) of this file expand to more than %d values", b.opt.MaxNodes),
		"write the values out")
}

// set adds or replaces a pair; a replaced one keeps its index and its key, as in a
// dict. Of two equal texts as keys, the one beside the value is kept: it has its
// place.
func (n *Node) set(keys *keyIndex, p Pair) {
	if i := keys.add(n.Pairs, p.Key); i >= 0 {
		n.Pairs[i].Value = p.Value
		if _, isText := p.Key.Value.Text(); isText {
			n.Pairs[i].Key = p.Key
		}
		return
	}
	n.Pairs = append(n.Pairs, p)
}
