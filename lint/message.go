package lint

import (
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// isInternal reports the keys of a variation that never reach a channel.
func isInternal(key string) bool {
	switch key {
	case "condition", "channel", translationKey:
		return true
	}
	return false
}

const translationKey = "translation"

// messageOf writes a variation as the reply that it is before its texts are
// filled, in a language or in none.
func messageOf(v *nlg.WrittenVariation, language string) (python.Value, channels.Unfilled) {
	d := python.NewDict(len(v.Node.Pairs))
	if v.Node.Kind == yamlsrc.Scalar {
		d.Set("text", v.Node.Value)
	}
	for _, p := range v.Node.Pairs {
		key := p.Key.Value.Str()
		switch {
		case isInternal(key) || p.Value.Kind == yamlsrc.Scalar && p.Value.Value.IsNone():
		case key == "buttons":
			d.Set(key, buttonsOf(p.Value, language))
		default:
			d.Set(key, p.Value.ToValue())
		}
	}
	if t := v.Node.Get(translationKey).Get(language); t != nil && language != "" {
		d.Set("text", t.ToValue())
	}
	unfilled := channels.Unfilled{}
	for _, t := range v.Texts {
		if len(t.Variables) == 0 || t.Language != language && t.Language != "" {
			continue
		}
		unfilled[t.Path] = channels.Format
		if t.Jinja {
			unfilled[t.Path] = channels.Jinja
		}
	}
	return python.OfDict(d), unfilled
}

func buttonsOf(n *nlg.Node, language string) python.Value {
	buttons := make([]python.Value, 0, len(n.Items))
	for _, b := range n.Items {
		translated := b.Get(translationKey).Get(language)
		d := python.NewDict(len(b.Pairs))
		for _, p := range b.Pairs {
			key := p.Key.Value.Str()
			if key == translationKey {
				continue
			}
			value := p.Value
			if t := translated.Get(key); t != nil {
				value = t
			}
			d.Set(key, value.ToValue())
		}
		buttons = append(buttons, python.OfDict(d))
	}
	return python.List(buttons...)
}

// at returns the node at a path of the reply such as buttons[3].title, or the
// nearest one above it.
func at(v *nlg.WrittenVariation, path string) *nlg.Node {
	n := v.Node
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		next := n.Get(part)
		if n.Kind == yamlsrc.Sequence {
			if i, ok := index(part); ok && i < len(n.Items) {
				next = n.Items[i]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n
}

func index(part string) (int, bool) {
	n := 0
	for _, c := range part {
		if c < '0' || c > '9' || n > 1<<20 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, part != ""
}
