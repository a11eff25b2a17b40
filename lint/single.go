package lint

import (
	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Single checks responses one by one, as if they were in the content of a catalog, with
// what the content as a whole tells: its channels, its languages. It does not find what
// is about several responses, such as similar names or unused ones. It is safe for
// concurrent use.
type Single struct{ checker checker }

// NewSingle returns the checks on the content of a catalog, which must have been compiled
// with KeepWritten.
func NewSingle(c *nlg.Catalog, opts Options) *Single {
	return &Single{*newChecker(c, opts)}
}

// Check checks a response, whose variations must have been kept. It reads the catalog's
// content, not the response of the same name in it.
func (s *Single) Check(w *responses.Response) diag.List {
	k := s.checker
	k.diags, k.unknown, k.perhaps = nil, map[string]int{}, map[channels.Markup]*perhaps{}
	k.compared, k.categories, k.pairs = 0, nil, nil
	k.rewriter = responses.Rewriter{}
	k.response(w)
	k.diags.Sort()
	return k.diags
}
