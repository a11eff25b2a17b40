package jinja

import (
	"strings"
	"unicode/utf8"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// strMethods are the methods of str.
var strMethods = map[string]operation{
	"capitalize":   onText(text.Capitalize),
	"casefold":     onText(text.Casefold),
	"center":       justifying(text.Center),
	"count":        {"*,*?,*?", strCount},
	"endswith":     affix("endswith", strings.HasSuffix),
	"expandtabs":   onTextWith("tabsize?", strExpandTabs),
	"find":         finding(text.Find),
	"format":       {"...", strFormat},
	"format_map":   {"mapping", strFormatMap},
	"index":        indexing(text.Find),
	"isalnum":      every(text.IsAlnum),
	"isalpha":      every(text.IsAlpha),
	"isascii":      every(text.IsASCII),
	"isdecimal":    every(text.IsDecimal),
	"isdigit":      every(text.IsDigit),
	"isidentifier": every(text.IsIdentifier),
	"islower":      every(text.IsLower),
	"isnumeric":    every(text.IsNumeric),
	"isprintable":  every(text.IsPrintable),
	"isspace":      every(text.IsSpace),
	"istitle":      every(text.IsTitle),
	"isupper":      every(text.IsUpper),
	"join":         {"*", strJoin},
	"ljust":        justifying(text.LJust),
	"lower":        onText(text.Lower),
	"lstrip":       stripping("*?", true, false),
	"partition":    partitioning(text.Partition),
	"removeprefix": removing(strings.TrimPrefix),
	"removesuffix": removing(strings.TrimSuffix),
	"replace":      {"*,*,*?", strReplace},
	"rfind":        finding(text.RFind),
	"rindex":       indexing(text.RFind),
	"rjust":        justifying(text.RJust),
	"rpartition":   partitioning(text.RPartition),
	"rsplit":       splitting(text.RFields, text.RSplit),
	"rstrip":       stripping("*?", false, true),
	"split":        splitting(text.Fields, text.Split),
	"splitlines":   {"keepends?", strSplitLines},
	"startswith":   affix("startswith", strings.HasPrefix),
	"strip":        stripping("*?", true, true),
	"swapcase":     onText(text.SwapCase),
	"title":        onText(text.Title),
	"upper":        onText(text.Upper),
	"zfill":        onTextWith("*", strZFill),
}

// every makes a method of a test of all characters.
func every(holds func(string) bool) operation {
	return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
		s, _ := isText(v)
		if err := r.reserve(len(s)); err != nil {
			return v, err
		}
		return python.Bool(holds(s)), nil
	}}
}

// stripping makes an operation that removes whitespace, or the characters of its
// argument, from the ends of a string.
func stripping(signature string, left, right bool) operation {
	return onTextWith(signature, func(r *render, s string, a args) (string, error) {
		within := text.IsSpaceRune
		if chars, ok := a.given(0); ok {
			set, ok := isText(chars)
			if !ok {
				return "", typeError("strip arg must be None or str")
			}
			// Each character may be compared with all of them.
			if err := r.charge(len(set)/bytesPerStep + len(s)/charsPerStep*(len(set)/charsPerStep)); err != nil {
				return "", err
			}
			within = text.Among(set)
		}
		if left {
			s = text.TrimLeft(s, within)
		}
		if right {
			s = text.TrimRight(s, within)
		}
		return s, nil
	})
}

func removing(trim func(s, part string) string) operation {
	return onTextWith("*", func(_ *render, s string, a args) (string, error) {
		part, err := a.text(0, "")
		return trim(s, part), err
	})
}

// padding fills a string up to a width.
type padding func(s string, width int, fill string) string

func justifying(pad padding) operation {
	return operation{"*,*?", func(r *render, v python.Value, a args) (python.Value, error) {
		s, _ := isText(v)
		width, err := a.index(0, 0)
		if err != nil {
			return v, err
		}
		fill, err := a.text(1, " ")
		if err == nil && len(fill) > utf8.UTFMax {
			err = typeError("%s", oneFill)
		}
		if err != nil {
			return v, err
		}
		if isMarkup(v) {
			fill = escapeText(fill)
		}
		out, err := r.pad(pad, s, width, fill)
		return like(v, out), err
	}}
}

const oneFill = "The fill character must be exactly one character long"

// pad pays for a padded string and makes it.
func (r *render) pad(pad padding, s string, width int, fill string) (string, error) {
	if python.RuneCount(fill) != 1 {
		return "", typeError("%s", oneFill)
	}
	if err := r.charge(len(s) / bytesPerStep); err != nil {
		return "", err
	}
	missing := width - python.RuneCount(s)
	if missing <= 0 {
		return s, nil
	}
	if err := r.reserve(min(missing, 1<<40)*len(fill) + len(s)); err != nil {
		return "", err
	}
	return pad(s, width, fill), nil
}

func strZFill(r *render, s string, a args) (string, error) {
	width, err := a.index(0, 0)
	if err != nil {
		return "", err
	}
	return r.pad(func(s string, width int, _ string) string { return text.ZFill(s, width) }, s, width, "0")
}

func strExpandTabs(r *render, s string, a args) (string, error) {
	size, err := a.index(0, 8)
	if err != nil {
		return "", err
	}
	out, ok := text.ExpandTabs(s, size, r.limits.Output)
	if !ok {
		return "", r.reserve(-1)
	}
	return out, nil
}

func strFormat(r *render, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	return r.strFormat(v, s, a.pos, a.kwargs())
}

func strFormatMap(r *render, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	if a.pos[0].Kind() != python.KindDict {
		return v, typeError("'%s' object is not a mapping", a.pos[0].TypeName())
	}
	if err := r.charge(a.pos[0].Dict().Len()); err != nil {
		return v, err
	}
	return r.strFormat(v, s, nil, a.pos[0].Dict())
}

func strReplace(r *render, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	from, err := a.text(0, "")
	if err != nil {
		return v, err
	}
	to, err := a.text(1, "")
	if err == nil && isMarkup(v) {
		to, err = r.escapedText(a.pos[1])
	}
	if err != nil {
		return v, err
	}
	count, err := a.index(2, -1)
	if err != nil {
		return v, err
	}
	out, err := r.replace(s, from, to, count)
	return like(v, out), err
}

// replace pays for str.replace and does it; a negative count means every time.
func (r *render) replace(s, from, to string, count int) (string, error) {
	if err := r.charge(1 + len(s)/bytesPerStep); err != nil {
		return "", err
	}
	found := text.Count(s, from)
	if count < 0 || count > found {
		count = found
	}
	size := len(s) + count*(len(to)-len(from))
	if count > 0 && len(to) > r.limits.Output {
		size = -1
	}
	if err := r.reserve(size); err != nil {
		return "", err
	}
	return text.Replace(s, from, to, count), r.charge(len(s) / bytesPerStep)
}
