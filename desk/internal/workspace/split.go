package workspace

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"nlgserver/nlg"
	"nlgserver/responses"
)

// split is a file in pieces: its responses, and the rest.
type split struct {
	data []byte
	// pieces are the responses, by name.
	pieces map[string]piece
	// rest is everything else.
	rest string
	// head is the line with the key of the responses, and headLine its number from 0.
	head     string
	headLine int
	// first are the offsets of the pieces in data, in order; nil if it is not UTF-8.
	first []start
	// found are the diagnostics of reading the file as YAML.
	found nlg.Diagnostics
	// ok is set if each response is on lines of its own.
	ok bool
}

// start is where a piece starts.
type start struct {
	name string
	at   int
}

// piece is a response with the comments above it.
type piece struct {
	text string
	// line is that of its first line, from 0.
	line int
}

// splitOf splits a file.
func splitOf(f *nlg.File, opts responses.Options) *split {
	out := &split{data: f.Data, pieces: map[string]piece{}}
	read := responses.Open(*f, opts)
	if out.found = read.Diagnostics(); len(out.found) > 0 {
		return out
	}
	text := read.Text()
	var section responses.Entry
	for _, key := range [...]string{"responses", "templates"} {
		if e := read.Root().Entry(key); !e.IsMissing() {
			if !section.IsMissing() {
				return out
			}
			section = e
		}
	}
	if section.IsMissing() || !section.Value.IsMap() || section.Value.IsFlow() || section.Value.IsAlias() || read.Root().IsMerged(section) {
		return out
	}
	colon := section.Extent().Colon
	begin := strings.LastIndexByte(text[:colon], '\n') + 1
	end := lineEnd(text, colon)
	out.head, out.headLine = text[begin:colon], strings.Count(text[:begin], "\n")
	var rest strings.Builder
	rest.WriteString(text[:end])
	at, line := end, strings.Count(text[:end], "\n")
	var starts []start
	for e := range section.Value.Entries() {
		name, isText := e.Key.Text()
		if !isText || section.Value.IsMerged(e) || strings.TrimSpace(e.Key.Before()) != "" {
			return out
		}
		where := e.Extent()
		next := lineEnd(text, where.End)
		if _, again := out.pieces[name]; again || where.Key < at || next <= at {
			return out
		}
		out.pieces[name] = piece{text[at:next], line}
		starts = append(starts, start{name, at})
		line += strings.Count(text[at:next], "\n")
		at = next
	}
	rest.WriteString(text[at:])
	out.rest, out.ok = rest.String(), true
	if mark, isText := bytes.CutSuffix(f.Data, []byte(text)); isText {
		for i := range starts {
			starts[i].at += len(mark)
		}
		out.first = starts
	}
	return out
}

// with returns the split of a file with other bytes, of which an op changed those of one
// response; nil if they differ elsewhere, or if the file is not UTF-8 as it is.
func (s *split) with(data []byte, name string) *split {
	i := slices.IndexFunc(s.first, func(one start) bool { return one.name == name })
	if !s.ok || i < 0 {
		return nil
	}
	at, old := s.first[i].at, s.pieces[name]
	after := at + len(old.text) // in the old bytes
	end := after + len(data) - len(s.data)
	if end <= at || !bytes.Equal(data[:at], s.data[:at]) || !bytes.Equal(data[end:], s.data[after:]) || data[end-1] != '\n' {
		return nil
	}
	out := *s
	out.data = data
	out.pieces, out.first = maps.Clone(s.pieces), slices.Clone(s.first)
	now := piece{string(data[at:end]), old.line}
	out.pieces[name] = now
	lines := strings.Count(now.text, "\n") - strings.Count(old.text, "\n")
	for j := i + 1; j < len(out.first); j++ {
		out.first[j].at += len(data) - len(s.data)
		if lines != 0 {
			p := out.pieces[out.first[j].name]
			p.line += lines
			out.pieces[out.first[j].name] = p
		}
	}
	return &out
}

// lineEnd returns the offset after the line of an offset.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// alone returns the file with nothing but one response, at its place.
func (s *split) alone(f *nlg.File, name string) nlg.File {
	p := s.pieces[name]
	var b strings.Builder
	b.WriteString(strings.Repeat("\n", s.headLine))
	b.WriteString(s.head + "\n")
	b.WriteString(strings.Repeat("\n", max(0, p.line-s.headLine-1)))
	b.WriteString(p.text)
	out := *f
	out.Data = []byte(b.String())
	return out
}
