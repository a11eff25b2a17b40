package python

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
)

// maxNesting is how deep [Of] follows slices, maps and pointers: a value may
// contain itself.
const maxNesting = 1000

// Of returns a Go value as Python would have it: booleans, strings, integers
// and floats of every size, *big.Int, json.Number, slices, arrays and maps of
// these, and pointers to them; nil is None. A map's entries are in the order of
// their keys. The error names the type that has no equal in Python.
func Of(v any) (Value, error) {
	switch v := v.(type) {
	case nil:
		return None(), nil
	case Value:
		return v, nil
	case *Dict:
		if v == nil {
			return None(), nil
		}
		return OfDict(v), nil
	case *big.Int:
		if v == nil {
			return None(), nil
		}
		return BigInt(v), nil
	case json.Number:
		return ParseJSON(v.String())
	}
	return of(reflect.ValueOf(v), maxNesting)
}

func of(v reflect.Value, nesting int) (Value, error) {
	if nesting == 0 {
		return None(), fmt.Errorf("a value nested more than %d levels deep", maxNesting)
	}
	switch v.Kind() {
	case reflect.Bool:
		return Bool(v.Bool()), nil
	case reflect.String:
		return Str(v.String()), nil
	case reflect.Float32, reflect.Float64:
		return Float(v.Float()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return Int(v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if n := v.Uint(); n > math.MaxInt64 {
			return BigInt(new(big.Int).SetUint64(n)), nil
		}
		return Int(int64(v.Uint())), nil
	case reflect.Slice, reflect.Array:
		return ofItems(v, nesting)
	case reflect.Map:
		return ofMap(v, nesting)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return None(), nil
		}
		return ofElement(v.Elem(), nesting)
	default:
		return None(), fmt.Errorf("a value of type %s", v.Type())
	}
}

// ofElement is of for a value that may be one of those that [Of] knows by type.
func ofElement(v reflect.Value, nesting int) (Value, error) {
	if v.CanInterface() {
		switch x := v.Interface().(type) {
		case Value, *Dict, *big.Int, json.Number:
			return Of(x)
		case big.Int:
			return BigInt(&x), nil
		}
	}
	return of(v, nesting-1)
}

func ofItems(v reflect.Value, nesting int) (Value, error) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return None(), fmt.Errorf("a value of type %s: convert it to a string", v.Type())
	}
	if v.Kind() == reflect.Slice && v.IsNil() {
		return None(), nil
	}
	items := make([]Value, v.Len())
	for i := range items {
		var err error
		if items[i], err = ofElement(v.Index(i), nesting); err != nil {
			return None(), err
		}
	}
	return List(items...), nil
}

func ofMap(v reflect.Value, nesting int) (Value, error) {
	if v.IsNil() {
		return None(), nil
	}
	entries := make([]Entry, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		key, err := ofElement(it.Key(), nesting)
		if err != nil {
			return None(), fmt.Errorf("a map with a key that is %w", err)
		}
		if !Hashable(key) {
			return None(), fmt.Errorf("a map with keys of type %s", v.Type().Key())
		}
		value, err := ofElement(it.Value(), nesting)
		if err != nil {
			return None(), err
		}
		entries = append(entries, Entry{Key: key, Value: value})
	}
	slices.SortFunc(entries, func(a, b Entry) int { return compareKeys(a.Key, b.Key) })
	d := NewDict(len(entries))
	for _, e := range entries {
		d.SetKey(e.Key, e.Value)
	}
	return OfDict(d), nil
}

// compareKeys orders numbers before all else, and all else by its text.
func compareKeys(a, b Value) int {
	x, xIsNumber := a.Float64()
	y, yIsNumber := b.Float64()
	switch {
	case xIsNumber && yIsNumber:
		return cmp.Compare(x, y)
	case xIsNumber != yIsNumber:
		if xIsNumber {
			return -1
		}
		return 1
	default:
		return cmp.Compare(a.Str(), b.Str())
	}
}
