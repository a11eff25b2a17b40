package format

import (
	"strings"

	"nlgserver/internal/python"
)

// attribute is v.name for the attributes that are data.
func attribute(v python.Value, name string) (python.Value, error) {
	switch v.Kind() {
	case python.KindBool, python.KindInt:
		switch name {
		case "real", "numerator":
			return python.BigInt(v.Big()), nil
		case "imag":
			return python.Int(0), nil
		case "denominator":
			return python.Int(1), nil
		}
	case python.KindFloat:
		switch name {
		case "real":
			return v, nil
		case "imag":
			return python.Float(0), nil
		}
	}
	if v.Kind() == python.KindObject || isMethod(v.Kind(), name) {
		return v, errorf(UnsupportedError, "attribute '%s' of '%s' object is not data", name, v.TypeName())
	}
	return v, errorf(AttributeError, "'%s' object has no attribute '%s'", v.TypeName(), name)
}

// isMethod reports whether Python's values of the kind have a method, or a
// special attribute, of that name.
func isMethod(k python.Kind, name string) bool {
	if strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__") {
		return true
	}
	switch k {
	case python.KindBool, python.KindInt:
		switch name {
		case "as_integer_ratio", "bit_count", "bit_length", "conjugate", "from_bytes", "to_bytes":
			return true
		}
	case python.KindFloat:
		switch name {
		case "as_integer_ratio", "conjugate", "fromhex", "hex", "is_integer":
			return true
		}
	case python.KindStr:
		switch name {
		case "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find",
			"format", "format_map", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit",
			"isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join",
			"ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix", "removesuffix", "replace",
			"rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines",
			"startswith", "strip", "swapcase", "title", "translate", "upper", "zfill":
			return true
		}
	case python.KindList:
		switch name {
		case "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort":
			return true
		}
	case python.KindTuple:
		return name == "count" || name == "index"
	case python.KindDict:
		switch name {
		case "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values":
			return true
		}
	}
	return false
}
