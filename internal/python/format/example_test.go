package format_test

import (
	"fmt"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

const limit = 1 << 20

func ExampleFormat() {
	price, _ := format.Format(python.Float(1234567.891), "*>16,.2f", limit, nil)
	flags, _ := format.Format(python.Int(10), "#06b", limit, nil)
	fmt.Println(price)
	fmt.Println(flags)
	_, err := format.Format(python.None(), ">5", limit, nil)
	fmt.Println(err)
	// Output:
	// ****1,234,567.89
	// 0b1010
	// TypeError: unsupported format string passed to NoneType.__format__
}

func ExamplePercent() {
	args := python.Tuple(python.Str("Sara"), python.Int(3), python.Float(2.5))
	text, _ := format.Percent("%s has %03d items, %.1f%% off", args, limit, nil)
	fmt.Println(text)
	// Output:
	// Sara has 003 items, 2.5% off
}

func ExampleStrFormat() {
	args := []python.Value{python.List(python.Str("a"), python.Str("b"))}
	kwargs := python.DictOf("width", python.Int(6), "n", python.Float(0.5))
	text, _ := format.StrFormat("{0[1]!r:>{width}}|{n:.0%}|{{}}", args, kwargs, limit, nil)
	fmt.Println(text)
	// Output:
	//    'b'|50%|{}
}
