package main

import (
	"fmt"
	"strings"
)

// mib is a mebibyte.
const mib = 1 << 20

// body is a hostile JSON body.
type body struct {
	name string
	// size is about how large it is, in bytes.
	size int
	// write writes it.
	write func(w *strings.Builder, size int)
}

// text returns the body.
func (b *body) text() string {
	var w strings.Builder
	w.Grow(b.size + b.size/8 + 1024)
	b.write(&w, b.size)
	return w.String()
}

// fill returns a writer that repeats a piece between a head and a tail.
func fill(head, piece, tail string) func(*strings.Builder, int) {
	return func(w *strings.Builder, size int) {
		w.WriteString(head)
		for range max(1, size/len(piece)) {
			w.WriteString(piece)
		}
		w.WriteString(tail)
	}
}

// count returns a writer of numbered pieces.
func count(head, format, tail string) func(*strings.Builder, int) {
	return func(w *strings.Builder, size int) {
		w.WriteString(head)
		for i, least := 0, w.Len(); w.Len()-least < size; i++ {
			fmt.Fprintf(w, format, i)
		}
		w.WriteString(tail)
	}
}

// slot returns the head of a body whose slot name is next, and its tail.
func slot(response, rest string) (head, tail string) {
	return `{"response": "` + response + `", "tracker": {"slots": {"name": `, rest + `}}}`
}

// inSlot returns a body with a slot that has a repeated piece.
func inSlot(name, response string, size int, open, piece, last string) body {
	head, tail := slot(response, "")
	return body{name, size, fill(head+open, piece, last+tail)}
}

// bodies returns all bodies.
func bodies() []body {
	return append(memoryBodies(), workBodies()...)
}

// memoryBodies want memory: little text that would become many values.
func memoryBodies() []body {
	large := 63 * mib
	all := []body{
		inSlot("empty lists", "utter_plain", large, "[", "[],", "[]]"),
		inSlot("empty lists nobody needs", "utter_fold", large, "[", "[],", "[]]"),
		inSlot("empty objects", "utter_plain", large, "[", "{},", "{}]"),
		inSlot("empty strings", "utter_plain", large, "[", `"",`, `""]`),
		inSlot("digits", "utter_plain", large, "[", "1,", "1]"),
		inSlot("floats", "utter_plain", 30*mib, "[", "1.5e300,", "1]"),
		inSlot("long floats", "utter_plain", 30*mib, "[", "0.1234567890123456789012345678901234567890,", "1]"),
		inSlot("nulls", "utter_many", 20*mib, "[", "null,", "null]"),
		inSlot("large ints", "utter_plain", 30*mib, "[", strings.Repeat("7", 4000)+",", "1]"),
		inSlot("a huge int", "utter_plain", 8*mib, "", "7", ""),
		inSlot("escapes", "utter_plain", 40*mib, `"`, `\u00e9`, `"`),
		inSlot("short escapes", "utter_many", 8*mib, `["`, `\n","`, `"]`),
		inSlot("empty keys", "utter_plain", large, "{", `"":0,`, `"":0}`),
		{"keys", 30 * mib, count(`{"response": "utter_plain", "tracker": {"slots": {"name": {`, `"%d":0,`, `"":0}}}}`)},
		{"slots", 30 * mib, count(`{"response": "utter_plain", "tracker": {"slots": {`, `"%d":0,`, `"name":0}}}`)},
		{"empty slots", large, fill(`{"response": "utter_plain", "tracker": {"slots": {`, `"":0,`, `"name":0}}}`)},
		{"slots with escapes", 20 * mib, fill(`{"response": "utter_plain", "tracker": {"slots": {`, `"\u0061":0,`, `"name":0}}}`)},
		{"arguments", 30 * mib, count(`{"response": "utter_plain", "tracker": {}, "arguments": {`, `"%d":0,`, `"name":0}}`)},
		{"ids", large, fill(`{"response": "utter_plain", "ids": [`, `"x",`, `"x"]}`)},
		{"long ids", large, fill(`{"response": "utter_plain", "ids": ["`, `xxxxxxxxxxxxxxxx`, `"]}`)},
		{"frames", large, fill(`{"response": "utter_custom", "tracker": {"slots": {}, "stack": [`, `{},`, `{}]}}`)},
		{"collecting frames", 40 * mib, fill(`{"response": "utter_custom", "tracker": {"slots": {}, "stack": [`,
			`{"type":"pattern_collect_information","a":[]},`, `{"type":"pattern_collect_information"}]}}`)},
		{"a large frame", 40 * mib, count(`{"response": "utter_custom", "tracker": {"slots": {}, "stack": [{`, `"%d":[],`, `"":0}]}}`)},
		{"a long name", 40 * mib, fill(`{"response": "utter_`, "plain", `"}`)},
		{"a long sender", 40 * mib, fill(`{"response": "utter_plain", "tracker": {"sender_id": "`, `\u0061`, `"}}`)},
		{"blanks", large, fill(`{"response": "utter_plain"`, "                ", "}")},
		{"events", large, fill(`{"response": "utter_plain", "tracker": {"events": [`, `{"event":"user","text":"a"},`, `{}]}}`)},
		{"brackets", 20 * mib, fill(`{"response": "utter_plain", "tracker": {"events": `, "[", "}")},
		{"pairs of brackets", large, fill(`{"response": "utter_plain", "tracker": {"events": [`, "[[[[]]]],", "[]]}}")},
		{"strings that do not end", 20 * mib, fill(`{"response": "utter_plain", "tracker": {"slots": {"name": "`, `\"`, "")},
	}
	head, tail := slot("utter_plain", "")
	deep := body{"depth", 980 * 2, func(w *strings.Builder, _ int) {
		w.WriteString(head + strings.Repeat("[", 980) + strings.Repeat("1,", 100_000) + "1" + strings.Repeat("]", 980) + tail)
	}}
	return append(all, deep)
}

// workBodies want work: conditions and templates on large values.
func workBodies() []body {
	var all []body
	value := func(name, open, piece, last string, size int, responses ...string) {
		for _, response := range responses {
			all = append(all, inSlot(name+" in "+response, response, size, open, piece, last))
		}
	}
	value("a long text", `"`, "a", `"`, 4*mib, "utter_patterns", "utter_slow_patterns", "utter_many", "utter_width", "utter_custom", "utter_lists",
		"utter_jinja_condition", "utter_jinja_replace", "utter_jinja_loop", "utter_jinja_json", "utter_jinja_macro")
	value("a very long text", `"`, "a", `"`, 40*mib, "utter_fold", "utter_patterns", "utter_plain")
	value("text of one letter", `"`, "ä", `"`, 20*mib, "utter_fold", "utter_patterns", "utter_slow_patterns")
	value("words", `"`, "straße ", `"`, 10*mib, "utter_fold", "utter_patterns", "utter_jinja_sort")
	value("text that nearly matches", `"`, "ab", `"`, mib, "utter_patterns", "utter_slow_patterns")
	value("a medium text", `"`, "a", `"`, 20<<10, "utter_patterns", "utter_slow_patterns", "utter_jinja_loop", "utter_jinja_replace")
	value("surrogates", `"`, `\ud800`, `"`, 2*mib, "utter_patterns", "utter_fold", "utter_plain")
	value("a list of texts", "[", `"v",`, `"v"]`, 4*mib, "utter_lists", "utter_jinja_sort", "utter_jinja_loop", "utter_jinja_json", "utter_buttons")
	value("a list of dicts", "[", `{"x":1},`, `{"x":2}]`, 4*mib, "utter_jinja_groups", "utter_jinja_json", "utter_plain")
	value("a list of lists", "[", "[1,[2]],", "[]]", 4*mib, "utter_many", "utter_jinja_sort")

	for _, size := range []int{100 << 10, 2 * mib, 20 * mib} {
		all = append(all, body{fmt.Sprintf("equal values of %d KiB", size>>10), size, func(w *strings.Builder, size int) {
			list := "[" + strings.Repeat(`[1,"a"],`, size/16) + "0]"
			w.WriteString(`{"response": "utter_same", "tracker": {"slots": {"name": ` + list + `, "city": ` + list + `}}}`)
		}})
	}
	for i := range 4 {
		all = append(all, body{fmt.Sprintf("unknown response %d", i), 100, func(w *strings.Builder, _ int) {
			fmt.Fprintf(w, `{"response": "utter_%s"}`, strings.Repeat("patterms", 1+i*i*20))
		}})
	}
	return all
}
