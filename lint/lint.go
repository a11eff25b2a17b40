package lint

import (
	"slices"

	"nlgserver/channels"
	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Options say what is known besides the content. The zero Options are ready to
// use.
type Options struct {
	// Domain is what the assistant's domain declares; nil if nothing is known.
	Domain *domain.Domain
	// Channels are the channels there are; nil means Rasa's own.
	Channels *channels.Table
	// For are the names of the channels that the assistant is used on; none
	// means that any of Rasa's chats may be.
	For []string
	// Languages are the codes that everything must be translated into; none
	// means those that most of the translated responses have.
	Languages []string
	// Arguments are the variables that custom actions pass. Where any is
	// given, they count as all of them.
	Arguments []string
	// Enabled are the checks to make of those that are off unless asked for;
	// see [Optional].
	Enabled []diag.Code
}

// Optional are the codes that are reported only on request: right, but often
// what the author wants.
func Optional() []diag.Code {
	return []diag.Code{diag.UnknownVariable, diag.PrintsNone, diag.SplitText, diag.UnusedResponse}
}

// Check returns what there is to say about the content of a catalog, which must
// have been compiled with KeepWritten.
func Check(c *nlg.Catalog, opts Options) diag.List {
	k := newChecker(c, opts)
	k.responses(c)
	k.names(c)
	k.unused(c)
	k.diags.Sort()
	return k.diags
}

// CheckEditions returns what there is to say about files that are kept by
// language, beyond what loading them found: the same checks for those that are
// not used, and how the languages differ. What was found is returned with the
// rest, the many words of it about names defined twice in one.
func CheckEditions(editions []Edition, found diag.List, opts Options) diag.List {
	for _, e := range editions {
		k := newChecker(e.Catalog, opts)
		k.responses(e.Catalog)
		found = append(found, k.diags...)
	}
	found = append(foldEditions(found, editions), compareEditions(editions)...)
	found.Sort()
	return slices.CompactFunc(found, func(a, b diag.Diagnostic) bool {
		return a.Position == b.Position && a.Code == b.Code && a.Message == b.Message
	})
}

func (k *checker) responses(c *nlg.Catalog) {
	for w := range c.AllWritten() {
		k.response(w)
	}
}

// checker collects what is found.
type checker struct {
	opts     Options
	domain   *domain.Domain
	table    *channels.Table
	audience []*channels.Channel
	// languages are those that everything should be translated into.
	languages []string
	arguments []string
	diags     diag.List
	// unknown are the channels that Rasa does not have, with the index of the
	// finding that tells.
	unknown map[string]int

	// w is the response that is looked at.
	w *responses.Response
}

func newChecker(c *nlg.Catalog, opts Options) *checker {
	k := &checker{opts: opts, domain: opts.Domain, table: opts.Channels, unknown: map[string]int{}}
	if k.domain == nil {
		k.domain = &domain.Domain{}
	}
	if k.table == nil {
		k.table = channels.Known()
	}
	k.audience = audienceOf(k.table, opts.For)
	k.languages = expectedLanguages(c, opts.Languages)
	k.arguments = append(passedAlways(), opts.Arguments...)
	return k
}

// response makes the checks of one response.
func (k *checker) response(w *responses.Response) {
	k.w = w
	k.selection()
	k.ids()
	for _, v := range w.Variations {
		k.channelName(v)
		k.conditionSlots(v)
		k.variables(v)
		k.payloads(v)
		k.incompleteButtons(v)
		k.limits(v)
		k.translations(v)
	}
}

func (k *checker) enabled(code diag.Code) bool {
	return !slices.Contains(Optional(), code) || slices.Contains(k.opts.Enabled, code)
}

// report adds a finding at a value of the response.
func (k *checker) report(at responses.Value, s diag.Severity, code diag.Code, message, hint string) {
	if k.enabled(code) {
		k.diags = append(k.diags, at.Diagnose(s, code, message, hint))
	}
}

func (k *checker) warn(at responses.Value, code diag.Code, message, hint string) {
	k.report(at, diag.Warning, code, message, hint)
}

// warnIn adds a warning at the byte of a text at offset.
func (k *checker) warnIn(at responses.Value, offset int, code diag.Code, message, hint string) {
	if k.enabled(code) {
		k.diags = append(k.diags, at.DiagnoseAt(offset, diag.Warning, code, message, hint))
	}
}

// relate gives the last finding a second place.
func (k *checker) relate(v *responses.Variation, message string) {
	k.diags[len(k.diags)-1].Related = &diag.Related{Position: v.Position(), Message: message}
}
