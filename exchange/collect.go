package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nlgserver/channels"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Options say what to collect.
type Options struct {
	// SourceLanguage is the code of the language to translate from; empty means en.
	// For content with a file per language, empty means en if it has it, and
	// otherwise the language with the most responses.
	SourceLanguage string
	// Language is the code of the language to translate into.
	Language string
	// Editions are those of the content; see [lint.Editions].
	Editions []lint.Edition
	// Channels are the known channels; nil means those of Rasa.
	Channels *channels.Table
}

// Units collects the units of a language: texts and titles of buttons that have
// words or a translation, and payloads that are translated into any language. In
// content with a file per language, quick replies too, which Rasa otherwise does not
// translate. The catalog must have been compiled with KeepWritten.
func Units(c *nlg.Catalog, opts Options) (*Document, error) {
	k := &collector{language: opts.Language, table: opts.Channels}
	if k.table == nil {
		k.table = channels.Known()
	}
	doc := &Document{SourceLanguage: SourceOf(opts.SourceLanguage, opts.Editions), Language: opts.Language}
	c, err := k.from(c, opts)
	if err != nil {
		return nil, err
	}
	for w := range c.AllWritten() {
		k.response(w)
	}
	// A translator reads them in the order in which they were written.
	slices.SortStableFunc(k.units, func(a, b Unit) int { return a.Position.Compare(b.Position) })
	doc.Units, doc.QuickReplies = k.units, k.quickReplies
	return doc, nil
}

// from returns the catalog to collect from, and notes that of the translations.
func (k *collector) from(c *nlg.Catalog, opts Options) (*nlg.Catalog, error) {
	source := SourceOf(opts.SourceLanguage, opts.Editions)
	if source == opts.Language {
		return nil, fmt.Errorf("%q is the language to translate from", opts.Language)
	}
	if len(opts.Editions) < 2 {
		return c, nil
	}
	from, into := editionOf(opts.Editions, source), editionOf(opts.Editions, opts.Language)
	const message = "the content has a file per language, and none for %q: it has %s"
	switch {
	case from == nil:
		return nil, fmt.Errorf(message, source, languagesOf(opts.Editions))
	case into == nil:
		return nil, fmt.Errorf(message, opts.Language, languagesOf(opts.Editions))
	}
	k.edition = into.Catalog
	return from.Catalog, nil
}

// SourceOf returns the code of the language to translate from: the given one, if it is
// not empty.
func SourceOf(code string, editions []lint.Edition) string {
	const english = "en"
	if code != "" {
		return code
	}
	if len(editions) < 2 || editionOf(editions, english) != nil {
		return english
	}
	return slices.MaxFunc(editions, func(a, b lint.Edition) int { return a.Catalog.Len() - b.Catalog.Len() }).Language
}

func editionOf(editions []lint.Edition, code string) *lint.Edition {
	for i := range editions {
		if editions[i].Language == code {
			return &editions[i]
		}
	}
	return nil
}

func languagesOf(editions []lint.Edition) string {
	var codes []string
	for _, e := range editions {
		codes = append(codes, e.Language)
	}
	return strings.Join(codes, ", ")
}

// collector collects units.
type collector struct {
	language string
	// edition has the translations if each language has its own files; else nil.
	edition *nlg.Catalog
	table   *channels.Table
	units   []Unit
	// counts, if not nil, counts the units instead of collecting them.
	counts *Status
	// quickReplies counts the quick replies that are not collected.
	quickReplies int
}

func (k *collector) response(w *responses.Response) {
	ids := map[string]int{}
	for _, v := range w.Variations {
		ids[v.ID]++
	}
	named := func(v *responses.Variation) bool { return v.ID != "" && ids[v.ID] == 1 }
	var pairs map[*responses.Variation]int
	var translated *responses.Response
	var missing *added
	if k.edition != nil {
		if translated = k.edition.Written(w.Name); translated != nil {
			pairs = pair(w.Variations, translated.Variations, named)
		} else {
			missing = &added{source: w}
		}
	}
	above := oneLine(commentOf(w.Key.CommentAbove()))
	for i, v := range w.Variations {
		o := occasion{k: k, w: w, v: v, added: missing, number: i + 1, name: "#" + strconv.Itoa(i+1)}
		if named(v) {
			o.name = "@" + escapeID(v.ID, "%#@.")
		}
		o.comment = oneLine(above + " " + commentOf(v.Value.CommentAbove()))
		if n := pairs[v]; n > 0 {
			o.other, o.place = translated.Variations[n-1], n
		}
		o.collect()
	}
}

// pair finds the number of the variation of another language for each variation: that
// with the same id, or else the next one that is used on the same occasion.
func pair(source, target []*responses.Variation, named func(*responses.Variation) bool) map[*responses.Variation]int {
	byID := map[string]int{}
	for i, v := range target {
		if v.ID != "" && byID[v.ID] == 0 {
			byID[v.ID] = i + 1
		}
	}
	pairs, taken := map[*responses.Variation]int{}, map[int]bool{}
	for _, v := range source {
		if n := byID[v.ID]; n > 0 && named(v) {
			pairs[v], taken[n] = n, true
		}
	}
	type use struct {
		channel, condition string
		hasChannel         bool
	}
	useOf := func(v *responses.Variation) use { return use{v.Channel, v.ConditionWords(), v.HasChannel} }
	free := map[use][]int{}
	for i, v := range target {
		if !taken[i+1] {
			free[useOf(v)] = append(free[useOf(v)], i+1)
		}
	}
	for _, v := range source {
		if next := free[useOf(v)]; pairs[v] == 0 && len(next) > 0 {
			pairs[v], free[useOf(v)] = next[0], next[1:]
		}
	}
	return pairs
}

// occasion is a variation while its units are collected.
type occasion struct {
	k      *collector
	w      *responses.Response
	v      *responses.Variation
	number int
	name   string
	// added is set if the translated edition lacks the response.
	added *added
	// comment are the comments above the response and the variation.
	comment string
	// other is the variation of the translated edition; nil if there is none, or no
	// edition. place is its number.
	other *responses.Variation
	place int
}

func (o *occasion) collect() {
	o.add("text", o.text(o.v), o.translation())
	o.buttons("buttons", o.v.Buttons())
	if o.k.edition != nil {
		o.buttons("quick_replies", o.v.QuickReplies())
	} else {
		o.k.quickReplies += len(o.v.QuickReplies())
	}
}

// text returns the text of a variation, also of one in the old form.
func (o *occasion) text(v *responses.Variation) responses.Value {
	if v.Value.IsScalar() {
		return v.Value
	}
	return v.Key("text")
}

// translation returns the translation of the text.
func (o *occasion) translation() responses.Value {
	switch {
	case o.k.edition == nil:
		return o.v.Key("translation").Get(o.k.language)
	case o.other != nil:
		return o.text(o.other)
	default:
		return responses.Value{}
	}
}

func (o *occasion) buttons(list string, all []responses.Button) {
	for i, b := range all {
		keys := []string{"title"}
		if o.isPayloadTranslated(list, i, b) {
			keys = append(keys, "payload")
		}
		for _, key := range keys {
			path := fmt.Sprintf("%s[%d].%s", list, i, key)
			var target responses.Value
			switch {
			case o.k.edition == nil:
				target = b.Translated(o.k.language, key)
			case o.other != nil:
				target = exactly(o.other, list, i, key)
			}
			o.add(path, b.Value.Get(key), target)
		}
	}
}

// isPayloadTranslated reports whether any language has a payload of its own.
func (o *occasion) isPayloadTranslated(list string, i int, b responses.Button) bool {
	if o.k.edition != nil {
		other := ""
		if o.other != nil {
			other = exactly(o.other, list, i, "payload").String()
		}
		return other != "" && other != b.Payload()
	}
	for e := range b.Value.Get("translation").Entries() {
		if e.Value.Get("payload").String() != "" {
			return true
		}
	}
	return false
}

// exactly returns a key of an item of a list, missing if there is none.
func exactly(v *responses.Variation, list string, i int, key string) responses.Value {
	n := 0
	for item := range v.Key(list).Items() {
		if n == i {
			return item.Get(key)
		}
		n++
	}
	return responses.Value{}
}

// add adds a unit, if there is something to translate.
func (o *occasion) add(path string, source, target responses.Value) {
	text, isText := source.Text()
	_, exists := target.Text()
	engine := engineOf(o.v)
	if !isText || strings.TrimSpace(text) == "" || !exists && !o.hasWords(path) {
		return
	}
	if counts := o.k.counts; counts != nil {
		counts.Texts++
		counts.count(stateOf(&Unit{Source: text, Target: target.String(), Engine: engine}, exists))
		return
	}
	u := Unit{
		ID: idOf(o.w.Name, o.name, path), Response: o.w.Name, Number: o.number, Path: path, Source: text, Target: target.String(),
		Engine: engine, Position: source.Position(), Edition: o.k.edition != nil,
	}
	switch {
	case u.Edition && o.added != nil:
		u.added = o.added
		o.added.texts++
	case u.Edition:
		u.Number = o.place
		u.Absent = o.other == nil || !target.IsScalar()
	}
	u.Odd = !exists && !target.IsMissing() && !target.IsNull()
	u.State = stateOf(&u, exists)
	if o.v.HasChannel {
		u.Limit = o.k.limitOf(o.v, path)
	}
	u.Notes = o.notes(&u)
	o.k.units = append(o.k.units, u)
}

// engineOf returns the engine that fills the texts of a variation.
func engineOf(v *responses.Variation) responses.Engine {
	if len(v.Texts) == 0 {
		return responses.NoEngine
	}
	return v.Texts[0].Engine
}

// hasWords reports whether a text of the variation has anything to translate.
func (o *occasion) hasWords(path string) bool {
	return slices.ContainsFunc(o.v.Texts, func(t *responses.Text) bool { return t.Path == path && t.Language == "" && t.HasWords() })
}
