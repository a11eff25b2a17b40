package lint

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/pattern"
	"nlgserver/internal/python"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Fix is a file whose list conditions are rewritten as predicates.
type Fix struct {
	// Data is the whole file.
	Data []byte
	// Done are the conditions that were rewritten, Left those that were not.
	Done, Left []FixedCondition
}

// FixedCondition is a list condition that was rewritten or left.
type FixedCondition struct {
	diag.Position
	// Response is the name of its response.
	Response string
	// Predicate is what it was rewritten to, Why the reason why it was left.
	Predicate, Why string

	at         responses.Value
	start, end int
	with       string
}

// FixConditions rewrites the list conditions of a file as predicates, where both
// mean exactly the same for all slots. Everything else stays byte for byte. The
// result is verified by reading it.
func FixConditions(f nlg.File, w *responses.Rewriter) *Fix {
	fix := &Fix{Data: f.Data}
	file := responses.Open(f, responses.Options{})
	text := file.Text()
	var todo []FixedCondition
	seen := map[diag.Position]bool{}
	for r := range file.Responses() {
		for v := range r.Read(true) {
			if v.Condition == nil || !responses.IsList(v.Condition) {
				continue
			}
			c := FixedCondition{Response: r.Name, at: v.Key("condition")}
			c.Position = c.at.Position()
			if seen[c.Position] {
				continue // an alias
			}
			seen[c.Position] = true
			if c.Predicate, c.Why = w.Predicate(v.Condition); c.Why == "" {
				c.place(v.Value, text)
			}
			if c.Why != "" {
				fix.Left = append(fix.Left, c)
			} else {
				todo = append(todo, c)
			}
		}
	}
	before, isUTF8 := bytes.CutSuffix(f.Data, []byte(text))
	switch {
	case len(todo) == 0:
		return fix
	case file.Diagnostics().Refused():
		fix.leave(todo, "its file has errors")
		return fix
	case !isUTF8:
		fix.leave(todo, "its file is not in UTF-8")
		return fix
	}
	apply := func(done []FixedCondition) bool {
		data := append(slices.Clone(before), edited(text, done)...)
		if !proves(f, data, file, done) {
			return false
		}
		fix.Data, fix.Done = data, done
		return true
	}
	if !apply(todo) {
		// Something is shared by an anchor, or unusual: try them one by one.
		for _, c := range todo {
			if !apply(append(slices.Clone(fix.Done), c)) {
				fix.leave([]FixedCondition{c}, "the file would change elsewhere too")
			}
		}
	}
	return fix
}

func (f *Fix) leave(all []FixedCondition, why string) {
	for _, c := range all {
		c.Predicate, c.Why = "", why
		f.Left = append(f.Left, c)
	}
}

// shared finds an anchor, an alias or a tag.
var shared = pattern.Lazy(`(^|[\s\[{,:-])[&*!]\S`)

// comment finds a comment.
var comment = pattern.Lazy(`(^|\s)#`)

// place finds the bytes of a condition, and what to write there.
func (c *FixedCondition) place(variation responses.Value, text string) {
	at := variation.Entry("condition").Extent()
	if at.Key < variation.Start() || at.Colon > at.Value || at.Value > at.End || at.End > len(text) {
		c.Why = "it comes from an anchor"
		return
	}
	switch written := text[at.Colon:at.End]; {
	case shared().MatchString(written):
		c.Why = "it has an anchor, an alias or a tag"
	case comment().MatchString(written):
		c.Why = "it has a comment, which would be lost"
	case strings.Contains(written, "${"):
		c.Why = "it has an environment variable"
	}
	c.start, c.end, c.with = at.Value, at.End, document.QuoteText(c.Predicate)
	if !c.at.IsFlow() {
		c.start, c.with = at.Colon, " "+c.with
	} else if at.Value == at.Colon {
		c.with = " " + c.with
	}
	if c.Why != "" {
		c.Predicate = ""
	}
}

// edited returns the text with the conditions rewritten. A condition that several
// variations share by an anchor is there once.
func edited(text string, done []FixedCondition) string {
	done = slices.SortedStableFunc(slices.Values(done), func(a, b FixedCondition) int { return cmp.Compare(a.start, b.start) })
	var b strings.Builder
	at := 0
	for _, c := range done {
		if c.start >= at {
			b.WriteString(text[at:c.start])
			b.WriteString(c.with)
			at = c.end
		}
	}
	b.WriteString(text[at:])
	return b.String()
}

// proves reads the new file: it holds what the old one held, but for the conditions,
// and nothing more is wrong with it.
func proves(f nlg.File, data []byte, old *responses.File, done []FixedCondition) bool {
	f.Data = data
	file := responses.Open(f, responses.Options{})
	for r := range file.Responses() {
		for range r.Read(true) {
		}
	}
	if len(file.Diagnostics()) > len(old.Diagnostics()) {
		return false
	}
	predicates := make(map[diag.Position]string, len(done))
	for _, c := range done {
		predicates[c.Position] = c.Predicate
	}
	return replaced(old.Root(), predicates).Repr() == file.Root().Python().Repr()
}

// replaced returns a value with predicates in the place of conditions.
func replaced(v responses.Value, predicates map[diag.Position]string) python.Value {
	switch {
	case v.IsMap():
		d := python.NewDict(v.Len())
		for e := range v.Entries() {
			d.SetKey(e.Key.Python(), replaced(e.Value, predicates))
		}
		return python.OfDict(d)
	case v.IsList():
		if predicate, ok := predicates[v.Position()]; ok {
			return python.Str(predicate)
		}
		items := make([]python.Value, 0, v.Len())
		for item := range v.Items() {
			items = append(items, replaced(item, predicates))
		}
		return python.List(items...)
	default:
		return v.Python()
	}
}
