package browser

import (
	"context"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
)

// Click clicks the middle of the element with the mouse, once it rests there and nothing
// covers it: a page that is laid out meanwhile would get the click elsewhere.
func (p *Page) Click(t Target) {
	p.t.Helper()
	p.with("click", t, func(ctx context.Context, node *accessibility.Node) error {
		id := node.BackendDOMNodeID
		if _, err := chromedp.Call(ctx, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: id}); err != nil {
			return err
		}
		before, err := middle(ctx, id)
		if err != nil {
			return err
		}
		if _, err := evaluate[any](ctx, drawn); err != nil {
			return err
		}
		now, err := middle(ctx, id)
		if err != nil {
			return err
		}
		if now != before {
			return fmt.Errorf("it moves from %v to %v", before, now)
		}
		other, err := call[string](ctx, id, fmt.Sprintf(coveredBy, now.x, now.y))
		if err != nil {
			return err
		}
		if other != "" {
			return errors.New("at its place is " + other)
		}
		return chromedp.Do(ctx, chromedp.MouseClickXY(now.x, now.y))
	})
}

// place is a point of the window.
type place struct{ x, y float64 }

// middle returns where the middle of an element is.
func middle(ctx context.Context, id cdp.BackendNodeID) (place, error) {
	shape, err := chromedp.Call(ctx, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: id})
	if err != nil {
		return place{}, err
	}
	if len(shape.Quads) == 0 || len(shape.Quads[0]) != 8 {
		return place{}, errors.New("it has no place on the page")
	}
	q := shape.Quads[0]
	return place{(q[0] + q[2] + q[4] + q[6]) / 4, (q[1] + q[3] + q[5] + q[7]) / 4}, nil
}

// drawn waits until the page was drawn anew, with what scrolling it set off.
const drawn = "new Promise(then => requestAnimationFrame(() => requestAnimationFrame(() => then(null))))"

// coveredBy is a function that returns what gets a click at a point in place of the element;
// empty for nothing. A click on the label of a field is one on the field.
const coveredBy = `function() {
	const element = this.nodeType === Node.ELEMENT_NODE ? this : this.parentElement;
	const at = element.getRootNode().elementFromPoint(%v, %v);
	if (at === null) return "nothing";
	if (element.contains(at) || at.closest("label")?.control === element) return "";
	return at.tagName + " " + (at.ariaLabel ?? at.textContent).slice(0, 40);
}`
