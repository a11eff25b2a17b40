package yamlsrc

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// mapping builds the pairs of a map. Rasa: section 1.6.
func (b *builder) mapping(n *Node, raw *yaml.Node, depth int) error {
	n.Kind = Mapping
	b.checkCollectionTag(n, raw, "!!map")
	n.Pairs = make([]Pair, 0, len(raw.Content)/2)
	var merge *Node
	keys := keyIndex{}
	for i := 0; i+1 < len(raw.Content); i += 2 {
		rawKey, rawValue := raw.Content[i], raw.Content[i+1]
		raw.Content[i], raw.Content[i+1] = nil, nil // as in a sequence
		b.keyOnly = n.Style == Flow && rawValue.Kind == yaml.ScalarNode && rawValue.Value == "" && styleOf(rawValue) == Plain
		key, err := b.key(rawKey, depth+1)
		b.keyOnly = false
		if err != nil {
			return err
		}
		value, err := b.build(rawValue, depth+1)
		if err != nil {
			return err
		}
		if isMergeKey(rawKey) {
			if merge != nil {
				b.report(key, diag.DuplicateKey, "duplicate << in this map", "merge a list instead: <<: [*a, *b]")
				continue
			}
			merge = value
			continue
		}
		if err := b.count(n, key); err != nil {
			return err
		}
		if err := b.count(n, value); err != nil {
			return err
		}
		if !b.checkKey(n, key) {
			continue
		}
		if first := keys.add(n.Pairs, key); first >= 0 {
			b.duplicateKey(key, n.Pairs[first].Key)
			continue
		}
		n.Pairs = append(n.Pairs, Pair{key, value})
	}
	if merge != nil {
		return b.merge(n, merge, depth)
	}
	return nil
}

// key builds a key. There a plain = is text, and << has its own meaning.
func (b *builder) key(raw *yaml.Node, depth int) (*Node, error) {
	if raw.Kind != yaml.ScalarNode || raw.Value != "=" && raw.Value != "<<" || raw.Anchor != "" || isTagged(raw) {
		return b.build(raw, depth)
	}
	n := b.place(raw)
	n.Value, n.size, n.height = python.Str(raw.Value), 1, 1
	return n, nil
}

// maxKey is the length of the longest key, in bytes: messages and paths repeat it.
const maxKey = 64 << 10

// checkKey rejects keys that Python cannot have in a dict, above all {{name}},
// which is a map with a map as its key.
func (b *builder) checkKey(n, key *Node) bool {
	const hint = "quote text that starts with { or ["
	switch {
	case key.Kind == Scalar && key.bulk > maxKey/bulkUnit:
		b.report(key, diag.TooLong, fmt.Sprintf("this key is longer than %d bytes", maxKey), "write a shorter one")
		return false
	case key.Kind == Scalar, python.Hashable(key.asKey()):
		return true
	case key.Kind == Sequence:
		b.report(key, diag.NonTextKey, "a list that contains lists or maps cannot be a key", hint)
	case n.Style == Flow && key.offset == n.offset+1:
		b.report(n, diag.NonTextKey, "text that starts with {{ must be quoted",
			"without quotes it is a map whose key is a map")
	default:
		b.report(key, diag.NonTextKey, "a map cannot be a key", hint)
	}
	return false
}

func (b *builder) duplicateKey(key, first *Node) {
	d := b.doc.Diagnose(key.Line, key.Column, diag.Error, diag.DuplicateKey,
		"duplicate key "+key.asKey().Str(), "remove or rename one of them")
	d.Related = &diag.Related{Position: b.doc.Position(first), Message: "first defined here"}
	b.add(d)
}

// linearKeys is the number of keys up to which a map is searched without an index.
const linearKeys = 8

// keyIndex finds keys that are equal in Python, such as 1 and true.
type keyIndex struct {
	text  map[string]int
	other *python.Dict // from key to index
}

// add returns the index of the pair that already has the key; if there is none, it
// returns -1 and records the key for the next pair.
func (x *keyIndex) add(pairs []Pair, key *Node) int {
	if len(pairs) >= linearKeys && x.other == nil {
		x.text, x.other = make(map[string]int), python.NewDict(0)
		for i, p := range pairs {
			x.put(p.Key, i)
		}
	}
	first := x.find(pairs, key)
	if first < 0 && x.other != nil {
		x.put(key, len(pairs))
	}
	return first
}

func (x *keyIndex) put(key *Node, i int) {
	if text, ok := key.Value.Text(); ok {
		x.text[text] = i
		return
	}
	x.other.SetKey(key.asKey(), python.Int(int64(i)))
}

func (x *keyIndex) find(pairs []Pair, key *Node) int {
	text, isText := key.Value.Text()
	switch {
	case x.other == nil:
		for i, p := range pairs {
			if python.Equal(p.Key.asKey(), key.asKey()) {
				return i
			}
		}
	case isText:
		if i, ok := x.text[text]; ok {
			return i
		}
	default:
		if v, ok := x.other.GetKey(key.asKey()); ok {
			i, _ := v.Int64()
			return int(i)
		}
	}
	return -1
}
