package jinja

import (
	"regexp"
	"strings"
	"sync"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// linker turns addresses in a text into links.
type linker struct {
	limit      int // characters of an address that are shown; -1 for all
	attributes string
	schemes    []string
}

// linkPatterns are what counts as an address. Go's patterns take time in
// proportion to the text, whatever it is.
type linkPatterns struct{ web, email, scheme *regexp.Regexp }

var patterns = sync.OnceValue(func() linkPatterns {
	const word = `[\p{L}\p{N}_%-]`
	return linkPatterns{
		web: regexp.MustCompile(`(?i)^(?:(?:https?://|www\.)(?:(?:` + word + `+\.)+)?(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})` +
			`|(?:` + word + `{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)` +
			`|https?://(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[(?:[0-9a-f]{0,4}:){2}(?:[0-9a-f]{0,4}:?){1,6}\]))` +
			`(?::[0-9]{1,5})?(?:[/?#]\S*)?\n?$`),
		email:  regexp.MustCompile(`^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+\n?$`),
		scheme: regexp.MustCompile(`^[\p{L}\p{N}_.+-]{2,}:/{0,2}$`),
	}
})

func filterURLize(r *render, v python.Value, a args) (python.Value, error) {
	l := linker{limit: -1}
	if n, ok := a.given(0); ok {
		var err error
		if l.limit, err = asIndex(n); err != nil {
			return v, err
		}
	}
	rel := ""
	if s, ok := a.given(3); ok {
		if rel, ok = isText(s); !ok {
			return v, raise("AttributeError", "'%s' object has no attribute 'split'", s.TypeName())
		}
	}
	if err := r.reserve(len(rel)); err != nil {
		return v, err
	}
	l.attributes = ` rel="` + escapeText(relWords(rel, a.truth(1))) + `"`
	if target, ok := a.given(2); ok && target.Truth() {
		text, err := r.escapedText(target)
		if err != nil {
			return v, err
		}
		l.attributes += ` target="` + text + `"`
	}
	if schemes, ok := a.given(4); ok {
		list, err := r.collect(schemes)
		if err != nil {
			return v, err
		}
		for _, s := range list {
			text, ok := isText(s)
			if err := r.charge(len(text) / charsPerStep); err != nil {
				return v, err
			}
			if !ok || !patterns().scheme.MatchString(text) {
				return v, raise("FilterArgumentError", "%s is not a valid URI scheme prefix.", shown(s))
			}
			l.schemes = append(l.schemes, text)
		}
	}
	text, err := r.escapedText(v)
	if err == nil {
		// To match costs some hundred times what copying does.
		err = r.charge(len(text)/4 + len(l.schemes)*(1+len(text)/128))
	}
	if err != nil {
		return v, err
	}
	out := l.link(text, r.limits.Output)
	if err := r.reserve(len(out)); err != nil {
		return v, err
	}
	if r.autoescape {
		return safe(out), nil
	}
	return python.Str(out), nil
}

// link makes links of the words of an escaped text, up to about a limit.
func (l *linker) link(s string, limit int) string {
	var b strings.Builder
	for s != "" && b.Len() <= limit {
		end := strings.IndexFunc(s, text.IsSpaceRune)
		if end < 0 {
			end = len(s)
		}
		if end > 0 {
			b.WriteString(l.word(s[:end]))
			s = s[end:]
		}
		rest := text.TrimLeftSpace(s)
		b.WriteString(s[:len(s)-len(rest)])
		s = rest
	}
	return b.String()
}

// word makes a link of a word, without the brackets around it and the marks after it.
func (l *linker) word(word string) string {
	middle := word
	for cut := true; cut; {
		middle, cut = cutAny(middle, strings.CutPrefix, "(", "<", "&lt;")
	}
	head := word[:len(word)-len(middle)]
	body := middle
	for cut := true; cut; {
		body, cut = cutAny(body, strings.CutSuffix, ")", ">", ".", ",", "&gt;")
	}
	tail := middle[len(body):]
	middle = body
	for _, pair := range [...][2]string{{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}} {
		opened := strings.Count(middle, pair[0])
		if opened <= strings.Count(middle, pair[1]) {
			continue
		}
		// What goes from the tail to the middle is next to it in the word.
		for range min(opened, strings.Count(tail, pair[1])) {
			tail = tail[strings.Index(tail, pair[1])+len(pair[1]):]
		}
		middle = word[len(head) : len(word)-len(tail)]
	}
	return head + l.anchor(middle) + tail
}

func cutAny(s string, cut func(s, part string) (string, bool), parts ...string) (string, bool) {
	for _, part := range parts {
		if rest, ok := cut(s, part); ok {
			return rest, true
		}
	}
	return s, false
}

func (l *linker) anchor(address string) string {
	p := patterns()
	if p.web.MatchString(address) {
		href := address
		if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
			href = "https://" + address
		}
		return `<a href="` + href + `"` + l.attributes + `>` + l.shown(address) + `</a>`
	}
	if mail, ok := strings.CutPrefix(address, "mailto:"); ok && p.email.MatchString(mail) {
		return `<a href="` + address + `">` + mail + `</a>`
	}
	if strings.Contains(address, "@") && !strings.HasPrefix(address, "www.") && !strings.HasPrefix(address, "@") &&
		!strings.Contains(address, ":") && p.email.MatchString(address) {
		return `<a href="mailto:` + address + `">` + address + `</a>`
	}
	for _, scheme := range l.schemes {
		if address != scheme && strings.HasPrefix(address, scheme) {
			address = `<a href="` + address + `"` + l.attributes + `>` + address + `</a>`
		}
	}
	return address
}

// shown returns what of an address is shown.
func (l *linker) shown(address string) string {
	if l.limit < 0 || python.RuneCount(address) <= l.limit {
		return address
	}
	return address[:text.Offset(address, l.limit)] + "..."
}
