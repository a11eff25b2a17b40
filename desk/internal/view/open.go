package view

import (
	"context"
	"slices"
	"time"

	"nlgserver/channels"
	"nlgserver/domain"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Sources are the files of an assistant.
type Sources struct {
	// Files are those of the content, in loading order. Nobody may change their data.
	Files []nlg.File
	// Found are the diagnostics of reading the files.
	Found nlg.Diagnostics
	// Domains are files that declare slots and the like besides the content, and
	// credentials.
	Domains []nlg.File
	// Tests are expectation files.
	Tests []nlg.File
	// Recordings are recorded requests.
	Recordings []Recording
}

// Recording is a request that serve --record has kept.
type Recording struct {
	ID string
	// Time is when the request came, if the body does not say; zero if unknown.
	Time time.Time
	// Body is the request as Rasa sends it, with what is kept beside it.
	Body []byte
}

// Options say how content is opened. The zero Options are ready to use.
type Options struct {
	Compile nlg.Options
	Lint    lint.Options
	// Settings are those of .nlgserver.yml. Those of checking are in Lint too; they
	// give the findings their severities.
	Settings lint.Settings
	// Request reads the saved request that an expectation file refers to by name; nil
	// means that there are none.
	Request func(from, name string) ([]byte, error)
}

// Content is opened content. It is immutable and safe for concurrent use.
type Content struct {
	catalog  *nlg.Catalog
	domain   *domain.Domain
	language nlg.LanguageOptions
	channels *channels.Table
	// arguments are the names that custom actions pass, as far as they are declared.
	arguments []string
	index     index
	entries   []entry // sorted by name
	at        map[string]int
	// channelNames, slotNames and languages are what the entries count in, sorted.
	channelNames, slotNames, languages []string
	// knowsUses is set if it is known what the assistant uses.
	knowsUses  bool
	recordings map[string]*recorded
	summary    Summary
	// texts are those to translate, once somebody asks for them.
	texts *texts

	// opened is for [Content.With], whose results have another version, and parts whose
	// catalogs are of their own: nil for those that are gone or cannot be loaded. The
	// patched entries are not in the index as they are.
	opened  *opened
	version string
	parts   map[string]*nlg.Catalog
	patched map[int32]bool
	// changed are the names of the responses that a draft changes.
	changed map[string]bool
}

// entry is what the list needs to know of a response, and what was found of it.
type entry struct {
	w *responses.Response
	// channels and slots are indexes of the content's names, sorted.
	channels, slots []int32
	// states are those of the content's languages.
	states           []state
	errors, warnings int
	failed           int
	unused           bool
	findings         nlg.Diagnostics
	tests            []TestCase
	recordings       []*recorded // the latest first
}

// Open compiles content, checks it, and runs its tests. If the content is rejected,
// or the context is done before the end, it returns no content. Only for content that
// is rejected it returns findings: all of them.
func Open(ctx context.Context, s Sources, o Options) (*Content, []Finding) {
	o.Compile.KeepWritten = true
	checked, err := lint.RunContext(ctx, s.Files, s.Domains, o.Compile, o.Lint)
	if err != nil {
		return nil, nil
	}
	found := slices.Concat(s.Found, checked.Found)
	found.Sort()
	found = o.Settings.Apply(found)
	if checked.Catalog == nil {
		return nil, unplaced(found.Merged())
	}
	c := &Content{
		catalog: checked.Catalog, domain: checked.Domain, language: o.Compile.Language,
		channels: o.Lint.Channels, arguments: o.Lint.Arguments, at: map[string]int{},
	}
	if c.channels == nil {
		c.channels = channels.Known()
	}
	c.texts = &texts{of: c, files: s.Files, compile: o.Compile, required: o.Lint.Languages}
	checking := o.Lint
	checking.Domain, checking.Env = checked.Domain, o.Compile.Env
	checking.Connected = slices.Concat(checking.Connected, lint.ChannelsOf(slices.Concat(s.Files, s.Domains)))
	c.opened = newOpened(c.catalog, &o, checking)
	for w := range c.catalog.AllWritten() {
		c.at[w.Name] = len(c.entries)
		c.entries = append(c.entries, entry{w: w})
	}
	c.nameAll()
	c.translate(o.Lint.Languages)
	c.markUnused()
	if c.index = newIndex(ctx, c.entries); ctx.Err() != nil {
		return nil, nil
	}
	cases, failed := c.runTests(ctx, &s, &o, &found)
	c.readRecordings(ctx, s.Recordings)
	if ctx.Err() != nil {
		return nil, nil
	}
	general := c.place(found)
	c.summarize(&s, &o, found, general)
	c.summary.Tests = TestSummary{Cases: cases, Failed: failed}
	return c, nil
}

// Version returns the short version of the content.
func (c *Content) Version() string {
	if c.version != "" {
		return c.version
	}
	return c.catalog.ShortVersion()
}

// Suggest returns the names nearest to one that is unknown, the best first.
func (c *Content) Suggest(name string) []string { return c.catalog.Suggest(name) }

// entryOf returns the entry of a response; nil if it is unknown.
func (c *Content) entryOf(name string) *entry {
	if i, ok := c.at[name]; ok {
		return &c.entries[i]
	}
	return nil
}

// markUnused marks the responses that nothing uses.
func (c *Content) markUnused() {
	unused, known := lint.Unused(c.catalog, c.domain)
	c.knowsUses = known
	for _, w := range unused {
		c.entryOf(w.Name).unused = true
	}
}
