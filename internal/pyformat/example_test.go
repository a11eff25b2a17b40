package pyformat_test

import (
	"fmt"

	"nlgserver/internal/pyformat"
	"nlgserver/internal/pyval"
)

const limit = 1 << 20

func ExampleFormat() {
	price, _ := pyformat.Format(pyval.Float(1234567.891), "*>16,.2f", limit)
	flags, _ := pyformat.Format(pyval.Int(10), "#06b", limit)
	fmt.Println(price)
	fmt.Println(flags)
	_, err := pyformat.Format(pyval.None(), ">5", limit)
	fmt.Println(err)
	// Output:
	// ****1,234,567.89
	// 0b1010
	// TypeError: unsupported format string passed to NoneType.__format__
}

func ExamplePercent() {
	args := pyval.Tuple(pyval.Str("Sara"), pyval.Int(3), pyval.Float(2.5))
	text, _ := pyformat.Percent("%s has %03d items, %.1f%% off", args, limit)
	fmt.Println(text)
	// Output:
	// Sara has 003 items, 2.5% off
}

func ExampleStrFormat() {
	args := []pyval.Value{pyval.List(pyval.Str("a"), pyval.Str("b"))}
	kwargs := pyval.DictOf("width", pyval.Int(6), "n", pyval.Float(0.5))
	text, _ := pyformat.StrFormat("{0[1]!r:>{width}}|{n:.0%}|{{}}", args, kwargs, limit)
	fmt.Println(text)
	// Output:
	//    'b'|50%|{}
}
