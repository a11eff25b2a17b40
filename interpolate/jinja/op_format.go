package jinja

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// percent is text % values. What is put into markup is escaped.
func (r *render) percent(template python.Value, text string, values python.Value) (python.Value, error) {
	if err := r.reserve(len(text)); err != nil {
		return template, err
	}
	if !strings.Contains(text, "%") && isSubscriptable(values) {
		return like(template, text), nil
	}
	var err error
	given := []python.Value{values}
	switch {
	case isTuple(values):
		given, _ = elements(values)
		prepared := make([]python.Value, len(given))
		for i, item := range given {
			if prepared[i], err = r.formatArg(template, item); err != nil {
				return template, err
			}
		}
		values = python.Tuple(prepared...)
	case values.Kind() == python.KindDict && isMarkup(template):
		if err := r.charge(values.Dict().Len()); err != nil {
			return template, err
		}
		d := python.NewDict(values.Dict().Len())
		for _, e := range values.Dict().Entries() {
			value, err := r.formatArg(template, e.Value)
			if err != nil {
				return template, err
			}
			d.SetKey(e.Key, value)
		}
		values = python.OfDict(d)
	default:
		if values, err = r.formatArg(template, values); err != nil {
			return template, err
		}
	}
	s, err := format.Percent(text, values, r.limits.Output, r.work())
	if err != nil {
		// What is undefined prints as nothing, but is no number.
		if undefined := defined(given...); undefined != nil && !strings.Contains(err.Error(), "not all arguments") {
			return template, undefined
		}
		return template, formatError(err)
	}
	return like(template, s), r.reserve(len(s))
}

// isSubscriptable reports whether Python takes a value for a mapping here and does not mind
// if nothing of it is used.
func isSubscriptable(v python.Value) bool {
	switch o, _ := v.Object(); o.(type) {
	case *undefined, *span, *list:
		return true
	}
	return v.Kind() == python.KindList || v.Kind() == python.KindDict
}

// strFormat is text.format(*args, **kwargs).
func (r *render) strFormat(template python.Value, text string, pos []python.Value, named *python.Dict) (python.Value, error) {
	if err := r.reserve(len(text)); err != nil {
		return template, err
	}
	prepared := make([]python.Value, len(pos))
	for i, v := range pos {
		var err error
		if prepared[i], err = r.formatArg(template, v); err != nil {
			return template, err
		}
	}
	kwargs := python.NewDict(named.Len())
	for _, e := range named.Entries() {
		v, err := r.formatArg(template, e.Value)
		if err != nil {
			return template, err
		}
		kwargs.SetKey(e.Key, v)
	}
	s, err := format.StrFormat(text, prepared, kwargs, r.limits.Output, r.work())
	if err != nil {
		return template, formatError(err)
	}
	return like(template, s), r.reserve(len(s))
}

// formatArg returns a value as format knows it, and pays for printing it.
func (r *render) formatArg(template, v python.Value) (python.Value, error) {
	if _, ok := asUndefined(v); ok {
		return python.Str(""), nil
	}
	if !v.IsNumber() {
		if err := r.weigh(v); err != nil {
			return v, err
		}
		if isMarkup(template) && v.Kind() != python.KindDict {
			s, err := r.escapedText(v)
			return python.Str(s), err
		}
	}
	return frozen(v), nil
}
