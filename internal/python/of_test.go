package python_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"nlgserver/internal/python"
)

func TestOf(t *testing.T) {
	type tier string
	type set map[tier]int8
	one := uint16(1)
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	for _, tt := range []struct {
		in   any
		want string // as Python prints it
	}{
		{nil, "None"},
		{true, "True"},
		{"Ann", "'Ann'"},
		{tier("gold"), "'gold'"},
		{int8(-3), "-3"},
		{int64(math.MinInt64), "-9223372036854775808"},
		{uint64(math.MaxUint64), "18446744073709551615"},
		{&one, "1"},
		{(*uint16)(nil), "None"},
		{float32(0.5), "0.5"},
		{2.0, "2.0"},
		{huge, "123456789012345678901234567890"},
		{[]any{huge, json.Number("2.50")}, "[123456789012345678901234567890, 2.5]"},
		{json.Number("10"), "10"},
		{[]string{"a", "b"}, "['a', 'b']"},
		{[2]int{1, 2}, "[1, 2]"},
		{[]string(nil), "None"},
		{[]any{1, "a", nil, []float64{1}}, "[1, 'a', None, [1.0]]"},
		{map[string]any{"b": 1, "a": []int{2}}, "{'a': [2], 'b': 1}"},
		{set{"x": 1}, "{'x': 1}"},
		{map[int]string{10: "x", 9: "y"}, "{9: 'y', 10: 'x'}"},
		{map[any]any{"a": 1, 2: "b", nil: 3}, "{2: 'b', None: 3, 'a': 1}"},
		{python.DictOf("a", python.Int(1)), "{'a': 1}"},
		{map[string]python.Value{"a": python.Tuple(python.Int(1))}, "{'a': (1,)}"},
	} {
		v, err := python.Of(tt.in)
		if err != nil {
			t.Errorf("%#v: %v", tt.in, err)
		} else if got := v.Repr(); got != tt.want {
			t.Errorf("%#v: %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestOfNot(t *testing.T) {
	type node struct{}
	loop := make([]any, 1)
	loop[0] = loop
	for _, tt := range []struct {
		in   any
		want string
	}{
		{make(chan int), "a value of type chan int"},
		{[]any{func() {}}, "a value of type func()"},
		{node{}, "a value of type python_test.node"},
		{complex(1, 2), "a value of type complex128"},
		{[]byte("x"), "a value of type []uint8: convert it to a string"},
		{map[node]int{{}: 1}, "a map with a key that is a value of type python_test.node"},
		{map[[1]int]int{{1}: 1}, "a map with keys of type [1]int"},
		{loop, "a value nested more than 1000 levels deep"},
	} {
		if _, err := python.Of(tt.in); err == nil || err.Error() != tt.want {
			t.Errorf("%T: %v, want %s", tt.in, err, tt.want)
		}
	}
}
