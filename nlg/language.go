package nlg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// LanguageOptions say in which language a request is answered. The zero
// options are Rasa Pro's way: the slot "language", exactly. Rasa: section 7.
type LanguageOptions struct {
	// From are the places in which the code is looked for, in this order;
	// none means the slot "language".
	From []LanguageSource
	// Fallback makes a code without a translation fall back: de-AT to de,
	// x-de-formal to de, and to a code that readers of the first certainly
	// understand.
	Fallback bool
	// Default is the code that counts where there is no other, and the last
	// that a fallback comes to.
	Default string
}

// LanguageSource is a place in a request that may hold a language code.
type LanguageSource struct {
	// In is one of InSlot, InArgument and InMetadata.
	In string
	// Name is the slot's, the argument's or the metadata key's.
	Name string
}

// The places of a LanguageSource. Metadata are those of the user's latest
// message.
const (
	InSlot     = "slot"
	InArgument = "argument"
	InMetadata = "metadata"
)

// languageSlot is the slot in which Rasa Pro keeps the language.
const languageSlot = "language"

// ParseLanguageSource reads a place such as slot:locale or metadata:lang.
func ParseLanguageSource(text string) (LanguageSource, error) {
	in, name, ok := strings.Cut(text, ":")
	if !ok || name == "" || in != InSlot && in != InArgument && in != InMetadata {
		return LanguageSource{}, fmt.Errorf("%q is no place for a language: write slot:NAME, argument:NAME or metadata:NAME", text)
	}
	return LanguageSource{In: in, Name: name}, nil
}

// ReadsMetadata reports whether a request's message metadata matter.
func (o LanguageOptions) ReadsMetadata() bool {
	return slices.ContainsFunc(o.From, func(s LanguageSource) bool { return s.In == InMetadata })
}

// languagePolicy is LanguageOptions made ready for a catalog.
type languagePolicy struct {
	LanguageOptions
	// known are the codes that the catalog has translations for; tags are the
	// same for matcher, which is nil where there is no fallback.
	known   []string
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
	for _, r := range responses {
		for i := range r.variations {
			for code := range r.variations[i].replies {
				codes[code] = true
			}
		}
	}
	for code := range codes {
		if tag, err := language.Parse(code); err == nil && !isCustom(code) {
			p.known, p.tags = append(p.known, code), append(p.tags, tag)
		}
	}
	slices.SortFunc(p.known, cmp.Compare)
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

// maxCode is longer than any language code; clients may send anything.
const maxCode = 64

// requested returns the code that the request carries, empty if none.
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

// fallback appends what stands for a code that has no translation: its parents
// from the nearest on, a code that its readers understand, the default.
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

// chain returns the codes at which a translation into code is looked for.
func (o LanguageOptions) chain(code string) []string {
	codes := []string{code}
	if o.Fallback {
		for parent := parentOf(code); parent != ""; parent = parentOf(parent) {
			codes = append(codes, parent)
		}
	}
	return codes
}

// isCustom reports a code of Rasa's own making, such as x-de-formal.
func isCustom(code string) bool { return strings.HasPrefix(code, "x-") }

// parentOf cuts a code's last part: de-AT to de, x-en-US-formal to en-US.
func parentOf(code string) string {
	base := strings.TrimPrefix(code, "x-")
	i := strings.LastIndexByte(base, '-')
	if i < 0 {
		return ""
	}
	return base[:i]
}

// match returns the known code that whoever asked for code certainly
// understands, empty if there is none.
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
	best := p.tags[index]
	for _, known := range p.known {
		if t, err := language.Parse(known); err == nil && t == best {
			return known
		}
	}
	return ""
}
