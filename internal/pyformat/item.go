package pyformat

import "nlgserver/internal/pyval"

// itemAt is v[index] for an index that is never negative.
func itemAt(v pyval.Value, index int) (pyval.Value, error) {
	switch v.Kind() {
	case pyval.KindList, pyval.KindTuple:
		if items := v.Items(); index < len(items) {
			return items[index], nil
		}
		return v, errorf(IndexError, "%s index out of range", v.TypeName())
	case pyval.KindStr:
		text, _ := v.Text()
		before := codePoints(text, index)
		if len(before) == len(text) {
			return v, errorf(IndexError, "string index out of range")
		}
		return pyval.Str(codePoints(text[len(before):], 1)), nil
	case pyval.KindDict:
		return lookup(v, pyval.Int(int64(index)))
	default:
		return v, notSubscriptable(v)
	}
}

// itemNamed is v[key] for a text key.
func itemNamed(v pyval.Value, key string) (pyval.Value, error) {
	switch v.Kind() {
	case pyval.KindList, pyval.KindTuple:
		return v, errorf(TypeError, "%s indices must be integers or slices, not str", v.TypeName())
	case pyval.KindStr:
		return v, errorf(TypeError, "string indices must be integers, not 'str'")
	case pyval.KindDict:
		return lookup(v, pyval.Str(key))
	default:
		return v, notSubscriptable(v)
	}
}

func lookup(dict, key pyval.Value) (pyval.Value, error) {
	v, ok := dict.Dict().GetKey(key)
	if !ok {
		return v, keyError(key)
	}
	return v, nil
}

func notSubscriptable(v pyval.Value) *Error {
	return errorf(TypeError, "'%s' object is not subscriptable", v.TypeName())
}
