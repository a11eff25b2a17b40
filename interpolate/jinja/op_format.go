package jinja

import (
	"strings"

	"nlgserver/internal/pyformat"
	"nlgserver/internal/pyval"
)

// percent is text % values. What is put into markup is escaped.
func (r *render) percent(format pyval.Value, text string, values pyval.Value) (pyval.Value, error) {
	if err := r.reserve(len(text)); err != nil {
		return format, err
	}
	if !strings.Contains(text, "%") && isSubscriptable(values) {
		return like(format, text), nil
	}
	var err error
	given := []pyval.Value{values}
	switch {
	case isTuple(values):
		given, _ = elements(values)
		prepared := make([]pyval.Value, len(given))
		for i, item := range given {
			if prepared[i], err = r.formatArg(format, item); err != nil {
				return format, err
			}
		}
		values = pyval.Tuple(prepared...)
	case values.Kind() == pyval.KindDict && isMarkup(format):
		d := pyval.NewDict(values.Dict().Len())
		for _, e := range values.Dict().Entries() {
			value, err := r.formatArg(format, e.Value)
			if err != nil {
				return format, err
			}
			d.SetKey(e.Key, value)
		}
		values = pyval.OfDict(d)
	default:
		if values, err = r.formatArg(format, values); err != nil {
			return format, err
		}
	}
	s, err := pyformat.Percent(text, values, r.limits.Output)
	if err != nil {
		// What is undefined prints as nothing, but is no number.
		if undefined := defined(given...); undefined != nil && !strings.Contains(err.Error(), "not all arguments") {
			return format, undefined
		}
		return format, formatError(err)
	}
	return like(format, s), r.reserve(len(s))
}

// isSubscriptable reports what Python takes for a mapping here and does not mind
// if nothing of it is used.
func isSubscriptable(v pyval.Value) bool {
	switch o, _ := v.Object(); o.(type) {
	case *undefined, *span, *list:
		return true
	}
	return v.Kind() == pyval.KindList || v.Kind() == pyval.KindDict
}

// strFormat is text.format(*args, **kwargs).
func (r *render) strFormat(format pyval.Value, text string, pos []pyval.Value, named *pyval.Dict) (pyval.Value, error) {
	if err := r.reserve(len(text)); err != nil {
		return format, err
	}
	prepared := make([]pyval.Value, len(pos))
	for i, v := range pos {
		var err error
		if prepared[i], err = r.formatArg(format, v); err != nil {
			return format, err
		}
	}
	kwargs := pyval.NewDict(named.Len())
	for _, e := range named.Entries() {
		v, err := r.formatArg(format, e.Value)
		if err != nil {
			return format, err
		}
		kwargs.SetKey(e.Key, v)
	}
	s, err := pyformat.StrFormat(text, prepared, kwargs, r.limits.Output)
	if err != nil {
		return format, formatError(err)
	}
	return like(format, s), r.reserve(len(s))
}

// formatArg returns a value as pyformat knows it, and pays for printing it.
func (r *render) formatArg(format, v pyval.Value) (pyval.Value, error) {
	if _, ok := asUndefined(v); ok {
		return pyval.Str(""), nil
	}
	if !v.IsNumber() {
		if err := r.weigh(v); err != nil {
			return v, err
		}
		if isMarkup(format) && v.Kind() != pyval.KindDict {
			s, err := r.escapedText(v)
			return pyval.Str(s), err
		}
	}
	return frozen(v), nil
}
