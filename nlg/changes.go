package nlg

import (
	"fmt"
	"strings"
)

// Changes says by meaning which responses differ between two catalogs. Moved
// files, quotes, comments and the order of variations make no difference;
// built-in responses do not count.
type Changes struct {
	// Added, Changed and Removed are how many responses there are of each kind.
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`

	// names are the first few of each kind.
	names [3][]string
}

// namesShown is how many names of each kind [Changes.String] has.
const namesShown = 3

// ChangedSince returns how the catalog differs from an older one. The result
// keeps neither of them in memory.
func (c *Catalog) ChangedSince(old *Catalog) Changes {
	var d Changes
	for _, name := range c.names {
		r := c.responses[name]
		if r.builtIn {
			continue
		}
		switch was := old.responses[name]; {
		case was == nil || was.builtIn:
			d.count(&d.Added, 0, name)
		case was.print != r.print:
			d.count(&d.Changed, 1, name)
		}
	}
	for _, name := range old.names {
		if old.responses[name].builtIn {
			continue
		}
		if r := c.responses[name]; r == nil || r.builtIn {
			d.count(&d.Removed, 2, name)
		}
	}
	return d
}

func (d *Changes) count(n *int, kind int, name string) {
	if *n++; *n <= namesShown {
		// The name may be a piece of its whole file.
		d.names[kind] = append(d.names[kind], strings.Clone(name))
	}
}

// String names the first of what differs, such as
// "added utter_a; removed utter_x, utter_y, utter_z and 5 more"; it is empty if
// nothing differs.
func (d *Changes) String() string {
	var parts []string
	for kind, n := range [...]int{d.Added, d.Changed, d.Removed} {
		if n == 0 {
			continue
		}
		part := [...]string{"added ", "changed ", "removed "}[kind] + strings.Join(d.names[kind], ", ")
		if more := n - len(d.names[kind]); more > 0 {
			part += fmt.Sprintf(" and %d more", more)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}
