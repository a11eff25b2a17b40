package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findLinks returns the links of a normalized text as keys with what is written there, and
// the text with a placeholder for each.
func findLinks(s string) (links []link, rest string) {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isLinkRune(r) {
			i += size
			continue
		}
		end := i
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if !isLinkRune(r) {
				break
			}
			end += size
		}
		for _, span := range linkSpans(s[i:end]) {
			from, to := i+span[0], i+span[1]
			key := linkKey(s[from:to])
			links = append(links, link{key, s[from:to], schemeOf(s[from:to])})
			b.WriteString(s[done:from])
			b.WriteString(" \uFFFC ")
			done = to
		}
		i = end
	}
	if done == 0 {
		return links, s
	}
	b.WriteString(s[done:])
	return links, b.String()
}

// link is a link in one form, as it is written, and its scheme if it has one.
type link struct{ key, text, scheme string }

func schemeOf(s string) string {
	scheme, _, ok := strings.Cut(s, "://")
	if !ok {
		return ""
	}
	return strings.ToLower(scheme)
}

// isLinkRune reports whether r can be within a link. A script without spaces ends it.
func isLinkRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && !strings.ContainsRune("<>\"[]{}|\\^`,;", r) || r == ','
	}
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !unspaced(r)
}

// linkSpans returns the links within a run of characters without spaces.
func linkSpans(run string) (spans [][2]int) {
	if !strings.ContainsAny(run, ".@:") {
		return nil
	}
	from := 0
	for _, piece := range strings.SplitAfter(run, "](") {
		if start, end, ok := linkIn(piece); ok {
			spans = append(spans, [2]int{from + start, from + end})
		}
		from += len(piece)
	}
	return spans
}

// linkIn finds the one link of a piece: the punctuation around it is not part of it.
func linkIn(piece string) (start, end int, ok bool) {
	end = len(piece)
	if i := strings.Index(piece, "://"); i > 0 {
		for start = i; start > 0 && isSchemeByte(piece[start-1]); start-- {
		}
		if start == i {
			return 0, 0, false
		}
		return start, trimEnd(piece, start, end), true
	}
	for start < end && strings.IndexByte("(*_'\"~!?.:,=", piece[start]) >= 0 {
		start++
	}
	if colon := strings.LastIndexByte(piece[start:end], ':'); colon >= 0 && !strings.Contains(piece[start:start+colon], ".") {
		start += colon + 1 // a label: mail:ann@example.org
	}
	if start >= end {
		return 0, 0, false
	}
	end = trimEnd(piece, start, end)
	candidate := piece[start:end]
	if at := strings.IndexByte(candidate, '@'); at > 0 {
		return start, end, strings.Contains(candidate[at+1:], ".")
	}
	return start, end, isDomain(candidate)
}

func isSchemeByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '-'
}

// trimEnd leaves out the punctuation after a link, and a bracket that it does not open.
func trimEnd(piece string, start, end int) int {
	for end > start {
		c := piece[end-1]
		if strings.IndexByte(".,;:!?*_'\"~", c) >= 0 {
			end--
			continue
		}
		if c == ')' && strings.Count(piece[start:end], ")") > strings.Count(piece[start:end], "(") && end-start < 4096 {
			end--
			continue
		}
		break
	}
	if p := strings.IndexByte(piece[start:end], ')'); p > 0 && !strings.Contains(piece[start:start+p], "(") {
		end = start + p
	}
	return end
}

// isDomain reports whether s is a domain without a scheme, perhaps with a path.
func isDomain(s string) bool {
	host, path, _ := strings.Cut(s, "/")
	host, _, _ = strings.Cut(host, "?")
	host, _, port := strings.Cut(host, ":")
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || strings.Contains(host, "..") || strings.ContainsAny(host, "()'@*+!=&%#$") {
		return false
	}
	tld := host[dot+1:]
	if len(tld) < 2 || !isLower(tld) {
		return false
	}
	return strings.HasPrefix(strings.ToLower(host), "www.") || domains[tld] || path != "" && !port && len(tld) <= 4 && strings.Contains(host, ".") && dot > 2
}

func isLower(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// domains are the top-level domains that make a bare name a link.
var domains = wordSet(`com org net io de es fr at ch uk eu us cn in co info biz app dev ai shop online site xyz me tv gov edu
	int example test it nl pl ru jp br mx ar ae sa eg bank cloud tech link ly gl top live store help support hk tw sg au ca`)

// linkKey returns the form of a link that is compared: host in lower case, without http, www
// and the last slash.
func linkKey(s string) string {
	if local, host, ok := strings.Cut(s, "@"); ok && !strings.Contains(s, "/") {
		return strings.ToLower(strings.TrimPrefix(local, "mailto:") + "@" + host)
	}
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		rest, scheme = s, "http"
	}
	scheme = strings.ToLower(scheme)
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host := strings.TrimPrefix(strings.ToLower(rest[:end]), "www.")
	path := strings.TrimSuffix(rest[end:], "/")
	if scheme == "http" || scheme == "https" {
		return host + path
	}
	return scheme + "://" + host + path
}

// missingLink returns the first link that others does not have.
func missingLink(links, others []link) (string, bool) {
	have := make(map[string]struct{}, len(others))
	for _, l := range others {
		have[l.key] = struct{}{}
	}
	for _, l := range links {
		if _, ok := have[l.key]; !ok {
			return l.text, true
		}
	}
	return "", false
}

// unsecured returns the first link of an answer that is no longer encrypted. One that the
// text has without a scheme, or in both ways, may be.
func unsecured(links, text []link) (string, bool) {
	secure := make(map[string]bool, len(text))
	for _, l := range text {
		before, ok := secure[l.key]
		secure[l.key] = l.scheme == "https" && (before || !ok)
	}
	for _, l := range links {
		if l.scheme == "http" && secure[l.key] {
			return l.text, true
		}
	}
	return "", false
}
