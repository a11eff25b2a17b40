package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Target says which element of a page is meant, as a screen reader names it.
type Target struct {
	role   string
	name   string
	like   *regexp.Regexp
	within *Target
}

// Named is the element of a role with this accessible name, such as
// Named("button", "Draw again").
func Named(role, name string) Target { return Target{role: role, name: name} }

// Like is the first element of a role whose accessible name matches the regular
// expression.
func Like(role, pattern string) Target {
	return Target{role: role, like: regexp.MustCompile(pattern)}
}

// In is the target inside of another.
func (t Target) In(outer Target) Target {
	t.within = &outer
	return t
}

func (t Target) String() string {
	text := fmt.Sprintf("%s %q", t.role, t.name)
	if t.like != nil {
		text = fmt.Sprintf("%s like %q", t.role, t.like)
	}
	if t.within != nil {
		text += " in " + t.within.String()
	}
	return text
}

// find returns the elements that a target means, in the order of the document.
func find(ctx context.Context, t Target) ([]*accessibility.Node, error) {
	query := accessibility.QueryAXTreeParams{Role: t.role}
	if t.within != nil {
		outer, err := find(ctx, *t.within)
		if err != nil {
			return nil, err
		}
		if len(outer) == 0 {
			return nil, nil
		}
		query.BackendNodeID = outer[0].BackendDOMNodeID
	} else {
		document, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"})
		if err != nil {
			return nil, err
		}
		query.ObjectID = document.Result.ObjectID
	}
	answer, err := chromedp.Call(ctx, accessibility.QueryAXTree, query)
	if err != nil {
		return nil, err
	}
	var found []*accessibility.Node
	for _, node := range answer.Nodes {
		name := collapse(text(node.Name))
		switch {
		case node.Ignored:
		case t.like != nil && !t.like.MatchString(name):
		case t.like == nil && name != collapse(t.name):
		default:
			found = append(found, node)
		}
	}
	return found, nil
}

// text returns a value of the accessibility tree as text.
func text(v *accessibility.Value) string {
	if v == nil || len(v.Value) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal([]byte(v.Value), &s) != nil {
		return string(v.Value)
	}
	return s
}

// with does something with the element, and again if the page was drawn anew
// meanwhile.
func (p *Page) with(what string, t Target, do func(ctx context.Context, node *accessibility.Node) error) {
	p.t.Helper()
	p.until(what+" "+t.String(), func(ctx context.Context) error {
		found, err := find(ctx, t)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("the page has none")
		}
		return do(ctx, found[0])
	})
}

// Wait waits until the page has the element.
func (p *Page) Wait(t Target) {
	p.t.Helper()
	p.with("find", t, func(context.Context, *accessibility.Node) error { return nil })
}

// Gone waits until the page no longer has the element.
func (p *Page) Gone(t Target) {
	p.t.Helper()
	p.until("see "+t.String()+" go", func(ctx context.Context) error {
		found, err := find(ctx, t)
		if err == nil && len(found) > 0 {
			return errNotYet
		}
		return err
	})
}

// Has reports whether the page has the element now.
func (p *Page) Has(t Target) bool {
	p.t.Helper()
	return len(p.Names(t)) > 0
}

// Names returns the accessible names of all elements that the target means, now.
func (p *Page) Names(t Target) []string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	found, err := find(ctx, t)
	if err != nil {
		p.fail("look for "+t.String(), err)
	}
	names := make([]string, len(found))
	for i, node := range found {
		names[i] = collapse(text(node.Name))
	}
	return names
}

// TextOf returns the visible text of the element.
func (p *Page) TextOf(t Target) string {
	p.t.Helper()
	var seen string
	p.with("read", t, func(ctx context.Context, node *accessibility.Node) (err error) {
		seen, err = call[string](ctx, node.BackendDOMNodeID, "function() { return this.innerText ?? this.textContent }")
		return err
	})
	return collapse(seen)
}

// UntilText waits until the visible text of the element has a part.
func (p *Page) UntilText(t Target, part string) {
	p.t.Helper()
	p.with(fmt.Sprintf("see %q in", part), t, func(ctx context.Context, node *accessibility.Node) error {
		seen, err := call[string](ctx, node.BackendDOMNodeID, "function() { return this.innerText ?? this.textContent }")
		if err == nil && !regexp.MustCompile(regexp.QuoteMeta(collapse(part))).MatchString(collapse(seen)) {
			return fmt.Errorf("it says %q", clip(collapse(seen), 500))
		}
		return err
	})
}

// Attribute returns an attribute of the element; empty if it has none.
func (p *Page) Attribute(t Target, name string) string {
	p.t.Helper()
	var value string
	p.with("read the "+name+" of", t, func(ctx context.Context, node *accessibility.Node) (err error) {
		value, err = call[string](ctx, node.BackendDOMNodeID, fmt.Sprintf("function() { return this.getAttribute(%q) ?? '' }", name))
		return err
	})
	return value
}

// call calls a JavaScript function with the element as this.
func call[T any](ctx context.Context, id cdp.BackendNodeID, function string) (T, error) {
	var value T
	node, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id})
	if err != nil {
		return value, err
	}
	yes := true
	result, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: node.Object.ObjectID, ReturnByValue: &yes,
	})
	switch {
	case err != nil:
		return value, err
	case result.ExceptionDetails != nil:
		return value, fmt.Errorf("%s", exception(result.ExceptionDetails))
	case len(result.Result.Value) == 0:
		return value, nil
	}
	return value, json.Unmarshal([]byte(result.Result.Value), &value)
}
