package jinja

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// filters are all filters of Jinja2, by name.
var filters = map[string]operation{
	"abs":            {"", filterAbs},
	"attr":           {"name", filterAttr},
	"batch":          {"linecount,fill_with?", filterBatch},
	"capitalize":     onText(text.Capitalize),
	"center":         onTextWith("width?", filterCenter),
	"count":          {"", filterLength},
	"d":              {"default_value?,boolean?", filterDefault},
	"default":        {"default_value?,boolean?", filterDefault},
	"dictsort":       {"case_sensitive?,by?,reverse?", filterDictsort},
	"e":              {"", filterEscape},
	"escape":         {"", filterEscape},
	"filesizeformat": {"binary?", filterFileSize},
	"first":          {"", filterFirst},
	"float":          {"default?", filterFloat},
	"forceescape":    {"", filterForceEscape},
	"format":         {"...", filterFormat},
	"groupby":        {"attribute,default?,case_sensitive?", filterGroupby},
	"indent":         {"width?,first?,blank?", filterIndent},
	"int":            {"default?,base?", filterInt},
	"items":          {"", filterItems},
	"join":           {"d?,attribute?", filterJoin},
	"last":           {"", filterLast},
	"length":         {"", filterLength},
	"list":           {"", filterList},
	"lower":          onText(text.Lower),
	"map":            {"...", filterMap},
	"max":            {"case_sensitive?,attribute?", filterMax},
	"min":            {"case_sensitive?,attribute?", filterMin},
	"pprint":         {"", filterPprint},
	"random":         {"", filterRandom},
	"reject":         {"...", choosing(false, false)},
	"rejectattr":     {"...", choosing(true, false)},
	"replace":        {"old,new,count?", filterReplace},
	"reverse":        {"", filterReverse},
	"round":          {"precision?,method?", filterRound},
	"safe":           {"", filterSafe},
	"select":         {"...", choosing(false, true)},
	"selectattr":     {"...", choosing(true, true)},
	"slice":          {"slices,fill_with?", filterSlice},
	"sort":           {"reverse?,case_sensitive?,attribute?", filterSort},
	"string":         {"", filterString},
	"striptags":      {"", filterStriptags},
	"sum":            {"attribute?,start?", filterSum},
	"title":          {"", filterTitle},
	"tojson":         {"indent?", filterToJSON},
	"trim":           stripping("chars?", true, true),
	"truncate":       {"length?,killwords?,end?,leeway?", filterTruncate},
	"unique":         {"case_sensitive?,attribute?", filterUnique},
	"upper":          onText(text.Upper),
	"urlencode":      {"", filterURLEncode},
	"urlize":         {"trim_url_limit?,nofollow?,target?,rel?,extra_schemes?", filterURLize},
	"wordcount":      {"", filterWordcount},
	"wordwrap":       {"width?,break_long_words?,wrapstring?,break_on_hyphens?", filterWordwrap},
	"xmlattr":        {"autospace?", filterXMLAttr},
}

// onText makes an operation without arguments of a function of a string. Every
// other value counts as its str(), and what is done to markup is markup.
func onText(mapping func(string) string) operation {
	return onTextWith("", func(_ *render, s string, _ args) (string, error) { return mapping(s), nil })
}

// onTextWith is onText for a function with arguments.
func onTextWith(signature string, run func(r *render, s string, a args) (string, error)) operation {
	return operation{signature, func(r *render, v python.Value, a args) (python.Value, error) {
		s, err := r.str(v)
		if err == nil {
			err = r.reserve(len(s))
		}
		if err != nil {
			return v, err
		}
		if !text.IsASCII(s) {
			if err := r.charge(len(s) / charsPerStep); err != nil {
				return v, err
			}
		}
		out, err := run(r, s, a)
		if err == nil {
			err = r.reserve(len(out))
		}
		return like(v, out), err
	}}
}

func filterCenter(r *render, s string, a args) (string, error) {
	width, err := a.index(0, 80)
	if err != nil {
		return "", err
	}
	return r.pad(text.Center, s, width, " ")
}

func filterString(r *render, v python.Value, _ args) (python.Value, error) {
	if _, ok := isText(v); ok {
		return v, nil
	}
	s, err := r.str(v)
	return python.Str(s), err
}

// filterTitle is not str.title: only whitespace, a hyphen and an opening bracket
// start a new word.
func filterTitle(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.str(v)
	if err == nil {
		err = r.charge(1 + len(s)/charsPerStep)
	}
	if err != nil {
		return v, err
	}
	var b strings.Builder
	breaks := func(c rune) bool { return text.IsSpaceRune(c) || strings.ContainsRune("-({[<", c) }
	for s != "" {
		word := strings.IndexFunc(s, breaks)
		if word < 0 {
			word = len(s)
		}
		if word > 0 {
			_, size := python.DecodeRune(s)
			b.WriteString(text.Upper(s[:size]))
			b.WriteString(text.Lower(s[size:word]))
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
