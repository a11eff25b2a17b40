package jinja

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

func strSplitLines(r *render, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	keep, err := a.flag(0)
	if err == nil {
		err = r.charge(len(s) / charsPerStep)
	}
	if err != nil {
		return v, err
	}
	return r.texts(v, text.SplitLines(s, keep), len(s))
}

// texts returns a list of strings, which are markup if v is.
func (r *render) texts(v python.Value, parts []string, size int) (python.Value, error) {
	if err := r.charge(len(parts) + size/bytesPerStep); err != nil {
		return v, err
	}
	items := make([]python.Value, len(parts))
	for i, p := range parts {
		items[i] = like(v, p)
	}
	return r.newList(items), nil
}

// splitting makes str.split or str.rsplit.
func splitting(fields func(s string, most int) []string, split func(s, sep string, most int) []string) operation {
	return operation{"sep?,maxsplit?", func(r *render, v python.Value, a args) (python.Value, error) {
		s, _ := isText(v)
		most, err := a.index(1, -1)
		if err == nil {
			err = r.charge(1 + len(s)/charsPerStep)
		}
		if err != nil {
			return v, err
		}
		if _, ok := a.given(0); !ok {
			return r.texts(v, fields(s, most), len(s))
		}
		sep, err := separator(a)
		if err != nil {
			return v, err
		}
		return r.texts(v, split(s, sep, most), len(s))
	}}
}

// separator reads a first argument that must not be empty.
func separator(a args) (string, error) {
	sep, err := a.text(0, "")
	if err == nil && sep == "" {
		err = valueError("empty separator")
	}
	return sep, err
}

func partitioning(partition func(s, sep string) [3]string) operation {
	return operation{"*", func(r *render, v python.Value, a args) (python.Value, error) {
		s, _ := isText(v)
		sep, err := separator(a)
		if err == nil {
			err = r.charge(1 + len(s)/bytesPerStep)
		}
		if err != nil {
			return v, err
		}
		parts := partition(s, sep)
		return python.Tuple(like(v, parts[0]), like(v, parts[1]), like(v, parts[2])), nil
	}}
}

// strJoin is sep.join(strings). A separator that is markup escapes what it joins.
func strJoin(r *render, v python.Value, a args) (python.Value, error) {
	sep, _ := isText(v)
	if _, err := r.iterate(a.pos[0]); err != nil {
		return v, typeError("can only join an iterable")
	}
	items, err := r.collect(a.pos[0])
	if err != nil {
		return v, err
	}
	item := func(i int) (string, error) {
		if isMarkup(v) {
			return r.escapedText(items[i])
		}
		s, ok := isText(items[i])
		if !ok {
			return "", typeError("sequence item %d: expected str instance, %s found", i, items[i].TypeName())
		}
		return s, nil
	}
	out, err := r.joined(sep, len(items), item)
	return like(v, out), err
}

// joined joins n strings.
func (r *render) joined(sep string, n int, item func(i int) (string, error)) (string, error) {
	if err := r.charge(n); err != nil {
		return "", err
	}
	var b strings.Builder
	for i := range n {
		s, err := item(i)
		if err != nil {
			return "", err
		}
		if b.Len()+len(sep)+len(s) > r.limits.Output && b.Len()+len(s) > 0 {
			return "", r.reserve(b.Len() + len(sep) + len(s))
		}
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(s)
	}
	return b.String(), r.reserve(b.Len())
}
