package interpolate

import "slices"

// pieces are the literal text before a variable: nearly always one, and one for each
// doubled brace.
type pieces struct {
	first string
	more  []byte // all of them, if there are several
}

func (p *pieces) add(text string) {
	switch {
	case p.more != nil:
		p.more = append(p.more, text...)
	case p.first == "":
		p.first = text
	case text != "":
		p.more = append(append(make([]byte, 0, 2*(len(p.first)+len(text))), p.first...), text...)
	}
}

// take returns the text, and starts the next one.
func (p *pieces) take() string {
	text := p.first
	if p.more != nil {
		text = string(p.more)
	}
	*p = pieces{}
	return text
}

// names are distinct names, in order.
type names struct {
	all []string
	// seen has them too, if there are many.
	seen map[string]bool
}

// fewNames is the number of names up to which they are searched without an index.
const fewNames = 16

func (n *names) add(name string) {
	switch {
	case n.seen != nil:
		if n.seen[name] {
			return
		}
		n.seen[name] = true
	case slices.Contains(n.all, name):
		return
	case len(n.all) == fewNames:
		n.seen = make(map[string]bool, 2*fewNames)
		for _, known := range n.all {
			n.seen[known] = true
		}
		n.seen[name] = true
	}
	n.all = append(n.all, name)
}
