package nlg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// LanguageOptions control in which language a request is answered. The zero
// options behave like Rasa Pro: the exact code in the slot "language". Rasa:
// section 7.
type LanguageOptions struct {
	// From are the places in which to look for the code, in order. If there are
	// none, it is the slot "language".
	From []LanguageSource
	// Fallback makes a code without a translation fall back to its parents
	// (de-AT to de, x-de-formal to de), then to a code that its readers
	// certainly understand.
	Fallback bool
	// Default is the code to use if a request has none, and the last one to
	// fall back to.
	Default string
}

// LanguageSource is a place in a request that may hold a language code.
type LanguageSource struct {
	// In is one of InSlot, InArgument and InMetadata.
	In string
	// Name is the name of the slot, argument or metadata key.
	Name string
}

// The places of a LanguageSource. The metadata is that of the user's latest
// message.
const (
	InSlot     = "slot"
	InArgument = "argument"
	InMetadata = "metadata"
)

// languageSlot is the slot in which Rasa Pro keeps the language.
const languageSlot = "language"

// ParseLanguageSource parses a source such as slot:locale or metadata:lang.
func ParseLanguageSource(text string) (LanguageSource, error) {
	in, name, ok := strings.Cut(text, ":")
	if !ok || name == "" || in != InSlot && in != InArgument && in != InMetadata {
		return LanguageSource{}, fmt.Errorf("invalid language source %q: must be slot:NAME, argument:NAME or metadata:NAME", text)
	}
	return LanguageSource{In: in, Name: name}, nil
}

// ReadsMetadata reports whether the metadata of a request's message is used.
func (o LanguageOptions) ReadsMetadata() bool {
	return slices.ContainsFunc(o.From, func(s LanguageSource) bool { return s.In == InMetadata })
}

// SetIn puts a language code into a request, where the content looks for it first:
// the slot "language" unless From names another place. The request's other values
// stay, and mappings that it shares with other requests are not changed.
func (o LanguageOptions) SetIn(req *Request, code string) {
	place := LanguageSource{InSlot, languageSlot}
	if len(o.From) > 0 {
		place = o.From[0]
	}
	target := &req.Slots
	switch place.In {
	case InArgument:
		target = &req.Arguments
	case InMetadata:
		target = &req.Metadata
	}
	with := &Dict{}
	if *target != nil {
		(*target).Each(func(name string, v Value) bool {
			with.Set(name, v)
			return true
		})
	}
	with.Set(place.Name, Str(code))
	*target = with
}

// Requested returns the language code in a request, where the content looks for it;
// empty if it has none.
func (o LanguageOptions) Requested(req *Request) string {
	p := newLanguagePolicy(LanguageOptions{From: o.From}, nil)
	return p.requested(req)
}

// languagePolicy is LanguageOptions prepared for a catalog.
type languagePolicy struct {
	LanguageOptions
	// known are the codes that the catalog has translations for, by tag, and tags
	// are the same for matcher, which is nil without fallback.
	known   map[language.Tag]string
	tags    []language.Tag
	matcher language.Matcher
}

func newLanguagePolicy(opts LanguageOptions, responses map[string]*response) languagePolicy {
	p := languagePolicy{LanguageOptions: opts}
	if len(p.From) == 0 {
		p.From = []LanguageSource{{InSlot, languageSlot}}
	}
	if !p.Fallback {
		return p
	}
	codes := map[string]bool{}
	p.known = map[language.Tag]string{}
	for _, r := range responses {
		for i := range r.variations {
			for code := range r.variations[i].replies {
				codes[code] = true
			}
		}
	}
	for code := range codes {
		if tag, err := language.Parse(code); err == nil && !isCustom(code) {
			// Of two spellings of one language the first in the alphabet counts.
			if other, ok := p.known[tag]; !ok || code < other {
				p.known[tag] = code
			}
			p.tags = append(p.tags, tag)
		}
	}
	slices.SortFunc(p.tags, func(a, b language.Tag) int { return cmp.Compare(a.String(), b.String()) })
	if len(p.tags) > 0 {
		p.matcher = language.NewMatcher(p.tags)
	}
	return p
}

// of appends the languages of a request to dst, the best first.
func (p *languagePolicy) of(dst []string, req *Request) []string {
	code := p.requested(req)
	if code == "" {
		code = p.Default
	}
	if code == "" {
		return dst
	}
	dst = append(dst, code)
	if p.Fallback {
		dst = p.fallback(dst, code)
	}
	return dst
}

// maxCode is longer than any language code. Longer values are ignored, because
// clients may send anything.
const maxCode = 64

// requested returns the code in the request, or "".
func (p *languagePolicy) requested(req *Request) string {
	for _, source := range p.From {
		m := req.Slots
		switch source.In {
		case InArgument:
			m = req.Arguments
		case InMetadata:
			m = req.Metadata
		}
		if m == nil {
			continue
		}
		if v, ok := m.Get(source.Name); ok {
			if code, ok := v.Text(); ok && code != "" && len(code) <= maxCode {
				return code
			}
		}
	}
	return ""
}

// fallback appends the codes to use if code has no translation: its parents, the
// closest first, a code that its readers understand, and the default.
func (p *languagePolicy) fallback(dst []string, code string) []string {
	add := func(code string) {
		if code != "" && !slices.Contains(dst, code) {
			dst = append(dst, code)
		}
	}
	for parent := parentOf(code); parent != ""; parent = parentOf(parent) {
		add(parent)
	}
	add(p.match(code))
	add(p.Default)
	return dst
}

// chain returns the codes in which to look for a translation into code.
func (o LanguageOptions) chain(code string) []string {
	codes := []string{code}
	if o.Fallback {
		for parent := parentOf(code); parent != ""; parent = parentOf(parent) {
			codes = append(codes, parent)
		}
	}
	return codes
}

// isCustom reports whether a code is one of Rasa's custom codes, such as
// x-de-formal.
func isCustom(code string) bool { return strings.HasPrefix(code, "x-") }

// parentOf removes the last part of a code: de-AT becomes de, and
// x-en-US-formal becomes en-US.
func parentOf(code string) string {
	base := strings.TrimPrefix(code, "x-")
	i := strings.LastIndexByte(base, '-')
	if i < 0 {
		return ""
	}
	return base[:i]
}

// match returns the known code that readers of code certainly understand, or "".
func (p *languagePolicy) match(code string) string {
	for isCustom(code) {
		code = parentOf(code)
	}
	tag, err := language.Parse(code)
	if err != nil || p.matcher == nil {
		return ""
	}
	_, index, confidence := p.matcher.Match(tag)
	if confidence < language.High {
		return ""
	}
	return p.known[p.tags[index]]
}
