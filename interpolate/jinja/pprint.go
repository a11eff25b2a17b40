package jinja

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// prettyPrint is Python's pprint.pformat: what is wider than 80 characters is
// spread over lines, and dicts are sorted.
func (r *render) prettyPrint(v python.Value) (string, error) {
	if err := r.weigh(v); err != nil {
		return "", err
	}
	p := &printer{render: r}
	err := p.value(v, 0, 0, 1)
	return p.out.String(), err
}

const printWidth = 80

type printer struct {
	render *render
	out    strings.Builder
}

// repr is repr() with dicts sorted.
func (p *printer) repr(v python.Value) (string, error) {
	if err := p.render.weigh(v); err != nil {
		return "", err
	}
	s := sortedDicts(v).Repr()
	return s, p.render.charge(1 + len(s)/charsPerStep)
}

// sortedDicts returns a value with the dicts in it sorted as pprint sorts them.
func sortedDicts(v python.Value) python.Value {
	if items, ok := elements(v); ok {
		sorted := make([]python.Value, len(items))
		for i, item := range items {
			sorted[i] = sortedDicts(item)
		}
		if isTuple(v) {
			return python.Tuple(sorted...)
		}
		return python.List(sorted...)
	}
	if v.Kind() != python.KindDict {
		return v
	}
	d := python.NewDict(v.Dict().Len())
	for _, e := range printOrder(v.Dict()) {
		d.SetKey(e.Key, sortedDicts(e.Value))
	}
	return python.OfDict(d)
}

// printOrder sorts keys without an order by the names of their types.
func printOrder(d *python.Dict) []python.Entry {
	entries := slices.Clone(d.Entries())
	slices.SortStableFunc(entries, func(a, b python.Entry) int {
		order, _, err := python.Compare(a.Key, b.Key)
		if err != nil {
			return strings.Compare(a.Key.TypeName(), b.Key.TypeName())
		}
		return order
	})
	return entries
}

// value prints a value that begins in column indent and has allowance characters
// after it on its last line.
func (p *printer) value(v python.Value, indent, allowance, level int) error {
	repr, err := p.repr(v)
	if err != nil {
		return err
	}
	if python.RuneCount(repr) > printWidth-indent-allowance {
		items, isSequence := elements(v)
		switch {
		case isTuple(v) && !isNamedTuple(v):
			end := ")"
			if len(items) == 1 {
				end = ",)"
			}
			return p.items("(", end, items, indent, allowance, level)
		case isSequence && !isTuple(v):
			return p.items("[", "]", items, indent, allowance, level)
		case v.Kind() == python.KindDict && v.Dict().Len() > 0:
			return p.dict(v.Dict(), indent, allowance, level)
		case v.Kind() == python.KindStr:
			s, _ := v.Text()
			return p.text(s, repr, indent, allowance, level)
		}
	}
	p.out.WriteString(repr)
	return nil
}

// isNamedTuple reports whether a value is a tuple with a repr of its own, which pprint never spreads.
func isNamedTuple(v python.Value) bool { return v.Kind() == python.KindObject }

func (p *printer) newline(indent int) error {
	p.out.WriteByte('\n')
	p.out.WriteString(strings.Repeat(" ", indent))
	return p.render.reserve(p.out.Len())
}

func (p *printer) items(begin, end string, items []python.Value, indent, allowance, level int) error {
	p.out.WriteString(begin)
	for i, item := range items {
		behind := 1
		if i == len(items)-1 {
			behind = allowance + len(end)
		}
		if i > 0 {
			p.out.WriteByte(',')
			if err := p.newline(indent + 1); err != nil {
				return err
			}
		}
		if err := p.value(item, indent+1, behind, level+1); err != nil {
			return err
		}
	}
	p.out.WriteString(end)
	return nil
}

func (p *printer) dict(d *python.Dict, indent, allowance, level int) error {
	p.out.WriteByte('{')
	for i, e := range printOrder(d) {
		behind := 1
		if i == d.Len()-1 {
			behind = allowance + 1
		}
		if i > 0 {
			p.out.WriteByte(',')
			if err := p.newline(indent + 1); err != nil {
				return err
			}
		}
		key, err := p.repr(e.Key)
		if err != nil {
			return err
		}
		p.out.WriteString(key + ": ")
		if err := p.value(e.Value, indent+1+python.RuneCount(key)+2, behind, level+1); err != nil {
			return err
		}
	}
	p.out.WriteByte('}')
	return nil
}

// text prints a long text in pieces, one a line.
func (p *printer) text(s, repr string, indent, allowance, level int) error {
	if level == 1 {
		indent++
		allowance++
	}
	var pieces []string
	lines := text.SplitLines(s, true)
	width := printWidth - indent
	for i, line := range lines {
		last := i == len(lines)-1
		room := width
		if last {
			room -= allowance
		}
		whole := quote(line)
		if python.RuneCount(whole) <= room {
			pieces = append(pieces, whole)
			continue
		}
		if err := p.render.charge(len(line)); err != nil {
			return err
		}
		pieces = append(pieces, breakText(line, width, room)...)
	}
	if len(pieces) == 1 {
		p.out.WriteString(repr)
		return nil
	}
	if level == 1 {
		p.out.WriteByte('(')
	}
	for i, piece := range pieces {
		if i > 0 {
			if err := p.newline(indent); err != nil {
				return err
			}
		}
		p.out.WriteString(piece)
	}
	if level == 1 {
		p.out.WriteByte(')')
	}
	return nil
}

// breakText breaks a line between words into quoted pieces of at most width
// characters, the last of at most room.
func breakText(line string, width, room int) []string {
	var pieces []string
	current := ""
	for line != "" {
		end := strings.IndexFunc(line, text.IsSpaceRune)
		if end < 0 {
			end = len(line)
		}
		end = len(line) - len(text.TrimLeftSpace(line[end:]))
		part := line[:end]
		line = line[end:]
		if line == "" {
			width = room
		}
		if python.RuneCount(quote(current+part)) > width {
			if current != "" {
				pieces = append(pieces, quote(current))
			}
			current = part
		} else {
			current += part
		}
	}
	if current != "" {
		pieces = append(pieces, quote(current))
	}
	return pieces
}
