package format

import "nlgserver/internal/python"

// itemAt is v[index] for an index that is never negative.
func (o *output) itemAt(v python.Value, index int) (python.Value, error) {
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		if items := v.Items(); index < len(items) {
			return items[index], nil
		}
		return v, errorf(IndexError, "%s index out of range", v.TypeName())
	case python.KindStr:
		text, _ := v.Text()
		before, err := o.cut(text, index)
		if err != nil {
			return v, err
		}
		if len(before) == len(text) {
			return v, errorf(IndexError, "string index out of range")
		}
		return python.Str(codePoints(text[len(before):], 1)), nil
	case python.KindDict:
		return lookup(v, python.Int(int64(index)))
	default:
		return v, notSubscriptable(v)
	}
}

// itemNamed is v[key] for a text key.
func itemNamed(v python.Value, key string) (python.Value, error) {
	switch v.Kind() {
	case python.KindList, python.KindTuple:
		return v, errorf(TypeError, "%s indices must be integers or slices, not str", v.TypeName())
	case python.KindStr:
		return v, errorf(TypeError, "string indices must be integers, not 'str'")
	case python.KindDict:
		return lookup(v, python.Str(key))
	default:
		return v, notSubscriptable(v)
	}
}

func lookup(dict, key python.Value) (python.Value, error) {
	v, ok := dict.Dict().GetKey(key)
	if !ok {
		return v, keyError(key)
	}
	return v, nil
}

func notSubscriptable(v python.Value) *Error {
	return errorf(TypeError, "'%s' object is not subscriptable", v.TypeName())
}
