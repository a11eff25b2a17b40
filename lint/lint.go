package lint

import (
	"context"
	"slices"

	"nlgserver/channels"
	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Options are what is known about the assistant besides its content. The zero
// Options are ready to use.
type Options struct {
	// Domain is what the assistant's domain declares, or nil if unknown.
	Domain *domain.Domain
	// Channels are the known channels; nil means those of Rasa.
	Channels *channels.Table
	// For are the names of the channels that the assistant uses. If there are
	// none, it uses those that its content and Connected name.
	For []string
	// Connected are the names of the channels that the assistant's credentials
	// have. Unlike For, they do not rule out any other.
	Connected []string
	// Languages are the codes that everything must be translated into. If there
	// are none, they are those that half of the translated responses have.
	Languages []string
	// Arguments are the variables that custom actions pass. If there are any,
	// the list is taken to be complete.
	Arguments []string
	// Env looks up an environment variable, for content that names one where it is
	// not replaced; nil means that none are set.
	Env func(name string) (value string, ok bool)
	// Enabled are the checks to run of those that are off by default; see
	// [Optional].
	Enabled []diag.Code
}

// Optional returns the codes that are reported only on request: they are
// correct, but often what the author wants.
func Optional() []diag.Code { return slices.Clone(optional[:]) }

var optional = [...]diag.Code{
	diag.UnknownVariable, diag.PrintsNone, diag.SplitText, diag.UnusedResponse, diag.TextComment, diag.PerhapsMarkup, diag.EmptyText,
	diag.NameWithoutUtter, diag.ListCondition, diag.FreePrompt,
}

// Check checks the content of a catalog, which must have been compiled with
// KeepWritten.
func Check(c *nlg.Catalog, opts Options) diag.List { return check(context.Background(), c, opts) }

// check is [Check] that ends early when the context is done.
func check(ctx context.Context, c *nlg.Catalog, opts Options) diag.List {
	k := newChecker(c, opts)
	if k.responses(ctx, c); ctx.Err() != nil {
		return nil
	}
	k.names(c)
	k.unused(c)
	k.diags.Sort()
	return k.diags
}

// CheckEditions checks files that are organized by language: it runs the checks
// on files that are not used, and compares the languages. It returns the
// diagnostics together with those found so far, in which it combines the many
// duplicate responses of a file into one diagnostic.
func CheckEditions(editions []Edition, found diag.List, opts Options) diag.List {
	return checkEditions(context.Background(), editions, found, opts)
}

// checkEditions is [CheckEditions] that ends early when the context is done.
func checkEditions(ctx context.Context, editions []Edition, found diag.List, opts Options) diag.List {
	for _, e := range editions {
		k := newChecker(e.Catalog, opts)
		k.responses(ctx, e.Catalog)
		found = append(found, k.diags...)
	}
	found = append(foldEditions(found, editions), compareEditions(editions)...)
	found.Sort()
	return found.Unique()
}

func (k *checker) responses(ctx context.Context, c *nlg.Catalog) {
	for w := range c.AllWritten() {
		if ctx.Err() != nil {
			return
		}
		k.response(w)
	}
}

// checker runs the checks and collects diagnostics.
type checker struct {
	opts     Options
	content  *nlg.Catalog
	domain   *domain.Domain
	table    *channels.Table
	audience audience
	// languages are the codes that everything should be translated into.
	languages []string
	// shares are how many texts have each of the languages.
	shares    map[string]Share
	arguments []string
	diags     diag.List
	// unknown maps each unknown channel to the index of the diagnostic that
	// reports it.
	unknown map[string]int
	// perhaps are the texts that some channels may not render, by their markup.
	perhaps map[channels.Markup]*perhaps
	// compared is how much work comparing names has taken, categories are the values
	// of categorical slots, and pairs what payloads set, once they are needed.
	compared   int
	categories map[*domain.Slot]category
	pairs      map[string][]string
	// rewriter writes list conditions as predicates.
	rewriter responses.Rewriter

	// w is the response that is being checked.
	w *responses.Response
	// guards and empties are of w, once they are needed.
	guards, empties map[guard]bool
}

func newChecker(c *nlg.Catalog, opts Options) *checker {
	k := &checker{opts: opts, content: c, domain: opts.Domain, table: opts.Channels, unknown: map[string]int{}, perhaps: map[channels.Markup]*perhaps{}}
	if k.domain == nil {
		k.domain = &domain.Domain{}
	}
	if k.table == nil {
		k.table = channels.Known()
	}
	k.audience = audienceOf(c, k.table, &k.opts)
	k.languages = expectedLanguages(c, opts.Languages)
	k.shares = translatedShares(c, k.languages)
	k.arguments = slices.Concat(passedAlways[:], opts.Arguments)
	return k
}

// response checks one response.
func (k *checker) response(w *responses.Response) {
	if at, ok := tooLarge(w); ok {
		k.warn(at, diag.MoreFindings, "response "+quote(w.Name)+" is too large to be checked further", "split it, or make its texts shorter")
		return
	}
	k.w, k.guards, k.empties = w, nil, nil
	k.selection()
	k.ids()
	k.responseName()
	k.someButtons()
	for _, v := range w.Variations {
		k.channelName(v)
		k.conditionSlots(v)
		k.noneValues(v)
		k.listCondition(v)
		k.variables(v)
		k.payloads(v)
		k.texts(v)
		k.incompleteButtons(v)
		k.limits(v)
		k.languageCodes(v)
		k.emptyTranslations(v)
		k.translations(v)
		k.rephrase(v)
	}
}

// The bounds of what is checked: the checks compare each variation of a response, and
// each text of a variation, with all others.
const (
	mostVariations = 2000
	mostTexts      = 2000
	longestText    = 64 << 10
)

// tooLarge reports whether a response is too large to be checked, and where.
func tooLarge(w *responses.Response) (at responses.Value, ok bool) {
	if len(w.Variations) > mostVariations {
		return w.Key, true
	}
	for _, v := range w.Variations {
		if len(v.Texts) > mostTexts {
			return v.Value, true
		}
		for _, t := range v.Texts {
			if len(t.Source) > longestText {
				return t.Value, true
			}
		}
	}
	return at, false
}

func (k *checker) enabled(code diag.Code) bool {
	return !slices.Contains(optional[:], code) || slices.Contains(k.opts.Enabled, code)
}

// report adds a diagnostic at a value of the response.
func (k *checker) report(at responses.Value, s diag.Severity, code diag.Code, message, hint string) {
	if k.enabled(code) {
		k.diags = append(k.diags, at.Diagnose(s, code, message, hint))
	}
}

func (k *checker) warn(at responses.Value, code diag.Code, message, hint string) {
	k.report(at, diag.Warning, code, message, hint)
}

// warnIn adds a warning at a byte offset in a text.
func (k *checker) warnIn(at responses.Value, offset int, code diag.Code, message, hint string) {
	if k.enabled(code) {
		k.diags = append(k.diags, at.DiagnoseAt(offset, diag.Warning, code, message, hint))
	}
}

// warnAlike adds a warning that says the same as others of that fact; see
// [diag.List.Merged].
func (k *checker) warnAlike(at responses.Value, code diag.Code, fact, message, hint string) {
	if k.enabled(code) {
		d := at.Diagnose(diag.Warning, code, message, hint)
		d.Fact = fact
		k.diags = append(k.diags, d)
	}
}

// relate adds a related position to the last diagnostic.
func (k *checker) relate(v *responses.Variation, message string) {
	k.diags[len(k.diags)-1].Related = &diag.Related{Position: v.Position(), Message: message}
}
