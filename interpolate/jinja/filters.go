package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

// lookupFilter returns what stands behind a bar.
func lookupFilter(name string) (operation, bool) {
	for _, group := range [...]func(string) (operation, bool){
		textFilter, htmlFilter, numberFilter, listFilter, lazyFilter, orderFilter, printFilter,
	} {
		if op, ok := group(name); ok {
			return op, true
		}
	}
	return operation{}, false
}

func filterNames() []string {
	return strings.Fields("abs attr batch capitalize center count d default dictsort e escape filesizeformat first " +
		"float forceescape format groupby indent int items join last length list lower map max min pprint random " +
		"reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum title " +
		"tojson trim truncate unique upper urlencode urlize wordcount wordwrap xmlattr")
}

// onText makes an operation of a function of a text; every other value counts as
// its str(). What is done to markup is markup.
func onText(signature string, run func(r *render, s string, a args) (string, error)) (operation, bool) {
	return operation{signature, func(r *render, v python.Value, a args) (python.Value, error) {
		s, err := r.str(v)
		if err == nil {
			err = r.reserve(len(s))
		}
		if err != nil {
			return v, err
		}
		if !isASCII(s) {
			if err := r.charge(len(s) / charsPerStep); err != nil {
				return v, err
			}
		}
		out, err := run(r, s, a)
		if err == nil {
			err = r.reserve(len(out))
		}
		return like(v, out), err
	}}, true
}

func textFilter(name string) (operation, bool) {
	switch name {
	case "upper":
		return onText("", func(_ *render, s string, _ args) (string, error) { return upper(s), nil })
	case "lower":
		return onText("", func(_ *render, s string, _ args) (string, error) { return lower(s), nil })
	case "capitalize":
		return onText("", func(_ *render, s string, _ args) (string, error) { return capitalize(s), nil })
	case "title":
		return operation{"", filterTitle}, true
	case "trim":
		return onText("chars?", func(_ *render, s string, a args) (string, error) { return strip(s, a, true, true) })
	case "center":
		return onText("width?", func(r *render, s string, a args) (string, error) {
			width, err := a.index(0, 80)
			if err != nil {
				return "", err
			}
			return r.pad(s, width, " ", padBoth)
		})
	case "string":
		return operation{"", filterString}, true
	case "replace":
		return operation{"old,new,count?", filterReplace}, true
	case "truncate":
		return operation{"length?,killwords?,end?,leeway?", filterTruncate}, true
	case "indent":
		return operation{"width?,first?,blank?", filterIndent}, true
	case "wordcount":
		return operation{"", filterWordcount}, true
	case "wordwrap":
		return operation{"width?,break_long_words?,wrapstring?,break_on_hyphens?", filterWordwrap}, true
	case "format":
		return operation{"...", filterFormat}, true
	}
	return operation{}, false
}

func filterString(r *render, v python.Value, _ args) (python.Value, error) {
	if _, ok := isText(v); ok {
		return v, nil
	}
	s, err := r.str(v)
	return python.Str(s), err
}

// filterTitle is not str.title: a word begins after a space, a hyphen or an
// opening bracket only.
func filterTitle(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.str(v)
	if err == nil {
		err = r.charge(1 + len(s)/charsPerStep)
	}
	if err != nil {
		return v, err
	}
	var b strings.Builder
	breaks := func(c rune) bool { return isSpace(c) || strings.ContainsRune("-({[<", c) }
	for s != "" {
		word := strings.IndexFunc(s, breaks)
		if word < 0 {
			word = len(s)
		}
		if word > 0 {
			_, size := python.DecodeRune(s)
			b.WriteString(upper(s[:size]))
			b.WriteString(lower(s[size:word]))
			s = s[word:]
			continue
		}
		_, size := python.DecodeRune(s)
		b.WriteString(s[:size])
		s = s[size:]
	}
	return python.Str(b.String()), r.reserve(b.Len())
}

func filterReplace(r *render, v python.Value, a args) (python.Value, error) {
	count := -1
	if n, ok := a.given(2); ok {
		var err error
		if count, err = asIndex(n); err != nil {
			return v, err
		}
	}
	s, err := r.str(v)
	if err != nil {
		return v, err
	}
	from, err := r.str(a.pos[0])
	if err != nil {
		return v, err
	}
	to, err := r.str(a.pos[1])
	if err != nil {
		return v, err
	}
	markup := false
	if r.autoescape {
		if isMarkup(a.pos[0]) || isMarkup(a.pos[1]) && !isMarkup(v) {
			if s, err = r.escapedText(v); err != nil {
				return v, err
			}
			markup = true
		}
		if markup = markup || isMarkup(v); markup {
			if to, err = r.escapedText(a.pos[1]); err != nil {
				return v, err
			}
		}
	}
	out, err := r.replace(s, from, to, count)
	if markup {
		return safe(out), err
	}
	return python.Str(out), err
}

func filterFormat(r *render, v python.Value, a args) (python.Value, error) {
	s, err := r.str(v)
	if err != nil {
		return v, err
	}
	if len(a.pos) > 0 && len(a.names) > 0 {
		return v, raise("FilterArgumentError", "can't handle positional and keyword arguments at the same time")
	}
	if len(a.names) > 0 {
		return r.percent(v, s, python.OfDict(a.kwargs()))
	}
	return r.percent(v, s, python.Tuple(a.pos...))
}
