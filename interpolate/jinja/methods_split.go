package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

func strSplitMethod(name string) (operation, bool) {
	switch name {
	case "split", "rsplit":
		return operation{"sep?,maxsplit?", func(r *render, v python.Value, a args) (python.Value, error) {
			return r.split(v, a, name == "rsplit")
		}}, true
	case "splitlines":
		return operation{"keepends?", func(r *render, v python.Value, a args) (python.Value, error) {
			s, _ := isText(v)
			keep, err := a.flag(0)
			if err == nil {
				err = r.charge(len(s) / charsPerStep)
			}
			if err != nil {
				return v, err
			}
			return r.texts(v, splitLines(s, keep), len(s))
		}}, true
	case "partition", "rpartition":
		return operation{"*", func(_ *render, v python.Value, a args) (python.Value, error) {
			return partition(v, a, name == "rpartition")
		}}, true
	case "join":
		return operation{"*", strJoin}, true
	}
	return operation{}, false
}

// texts returns a list of texts of the same make as v.
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

func (r *render) split(v python.Value, a args, right bool) (python.Value, error) {
	s, _ := isText(v)
	most, err := a.index(1, -1)
	if err == nil {
		err = r.charge(1 + len(s)/charsPerStep)
	}
	if err != nil {
		return v, err
	}
	if _, ok := a.given(0); !ok {
		return r.texts(v, splitSpace(s, most, right), len(s))
	}
	sep, err := a.text(0, "")
	if err != nil {
		return v, err
	}
	if sep == "" {
		return v, valueError("empty separator")
	}
	return r.texts(v, splitSep(s, sep, most, right), len(s))
}

func partition(v python.Value, a args, right bool) (python.Value, error) {
	s, _ := isText(v)
	sep, err := a.text(0, "")
	if err != nil {
		return v, err
	}
	if sep == "" {
		return v, valueError("empty separator")
	}
	parts := [3]string{s, "", ""}
	i := strings.Index(s, sep)
	if right {
		i = strings.LastIndex(s, sep)
		parts = [3]string{"", "", s}
	}
	if i >= 0 {
		parts = [3]string{s[:i], sep, s[i+len(sep):]}
	}
	return python.Tuple(like(v, parts[0]), like(v, parts[1]), like(v, parts[2])), nil
}

// strJoin is sep.join(texts). A separator that is markup escapes what it joins.
func strJoin(r *render, v python.Value, a args) (python.Value, error) {
	sep, _ := isText(v)
	if _, err := r.iterate(a.pos[0]); err != nil {
		return v, typeError("can only join an iterable")
	}
	items, err := r.collect(a.pos[0])
	if err != nil {
		return v, err
	}
	text := func(i int) (string, error) {
		if isMarkup(v) {
			return r.escapedText(items[i])
		}
		s, ok := isText(items[i])
		if !ok {
			return "", typeError("sequence item %d: expected str instance, %s found", i, items[i].TypeName())
		}
		return s, nil
	}
	out, err := r.joined(sep, len(items), text)
	return like(v, out), err
}

// joined joins n texts.
func (r *render) joined(sep string, n int, text func(i int) (string, error)) (string, error) {
	if err := r.charge(n); err != nil {
		return "", err
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(sep)
		}
		s, err := text(i)
		if err != nil {
			return "", err
		}
		b.WriteString(s)
		if b.Len() > r.limits.Output {
			break
		}
	}
	return b.String(), r.reserve(b.Len())
}
