package pyformat

import (
	"strings"

	"nlgserver/internal/pyval"
)

// attribute is v.name for the attributes that are data.
func attribute(v pyval.Value, name string) (pyval.Value, error) {
	switch v.Kind() {
	case pyval.KindBool, pyval.KindInt:
		switch name {
		case "real", "numerator":
			return pyval.BigInt(v.Big()), nil
		case "imag":
			return pyval.Int(0), nil
		case "denominator":
			return pyval.Int(1), nil
		}
	case pyval.KindFloat:
		switch name {
		case "real":
			return v, nil
		case "imag":
			return pyval.Float(0), nil
		}
	}
	if v.Kind() == pyval.KindObject || isMethod(v.Kind(), name) {
		return v, errorf(UnsupportedError, "attribute '%s' of '%s' object is not data", name, v.TypeName())
	}
	return v, errorf(AttributeError, "'%s' object has no attribute '%s'", v.TypeName(), name)
}

// isMethod reports whether Python's values of the kind have a method, or a
// special attribute, of that name.
func isMethod(k pyval.Kind, name string) bool {
	if strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__") {
		return true
	}
	switch k {
	case pyval.KindBool, pyval.KindInt:
		switch name {
		case "as_integer_ratio", "bit_count", "bit_length", "conjugate", "from_bytes", "to_bytes":
			return true
		}
	case pyval.KindFloat:
		switch name {
		case "as_integer_ratio", "conjugate", "fromhex", "hex", "is_integer":
			return true
		}
	case pyval.KindStr:
		switch name {
		case "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find",
			"format", "format_map", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit",
			"isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join",
			"ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix", "removesuffix", "replace",
			"rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines",
			"startswith", "strip", "swapcase", "title", "translate", "upper", "zfill":
			return true
		}
	case pyval.KindList:
		switch name {
		case "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort":
			return true
		}
	case pyval.KindTuple:
		return name == "count" || name == "index"
	case pyval.KindDict:
		switch name {
		case "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values":
			return true
		}
	}
	return false
}
