package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tree returns the page as a screen reader has it: a line for each element with a
// role or a text, indented by depth.
func (p *Page) Tree() string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	tree, err := p.outline(ctx)
	if err != nil {
		p.fail("read the page", err)
	}
	return tree
}

func (p *Page) outline(ctx context.Context) (string, error) {
	answer, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		return "", err
	}
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, node := range answer.Nodes {
		byID[node.NodeID] = node
	}
	var out strings.Builder
	var walk func(node *accessibility.Node, depth int)
	walk = func(node *accessibility.Node, depth int) {
		if line := describe(node); line != "" {
			out.WriteString(strings.Repeat("  ", depth) + line + "\n")
			depth++
		}
		for _, id := range node.ChildIDs {
			if child := byID[id]; child != nil {
				walk(child, depth)
			}
		}
	}
	if len(answer.Nodes) > 0 {
		walk(answer.Nodes[0], 0)
	}
	return out.String(), nil
}

// describe returns the role, the name and the states of an element; empty for one
// that a screen reader does not tell of.
func describe(node *accessibility.Node) string {
	role := text(node.Role)
	switch role {
	case "", "none", "generic", "InlineTextBox", "LineBreak", "ListMarker":
		return ""
	}
	if node.Ignored {
		return ""
	}
	var line strings.Builder
	fmt.Fprintf(&line, "%s %q", role, collapse(text(node.Name)))
	if value := text(node.Value); value != "" {
		fmt.Fprintf(&line, " = %q", value)
	}
	for _, property := range node.Properties {
		switch property.Name {
		case "checked", "expanded", "pressed", "selected", "disabled", "invalid", "focused":
			if state := text(property.Value); state != "false" {
				fmt.Fprintf(&line, " %s=%s", property.Name, state)
			}
		}
	}
	return line.String()
}

// deepest is the element that has the keyboard, also in a shadow root.
const deepest = "(() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e })()"

// focused describes what has the keyboard.
func (p *Page) focused(ctx context.Context) (string, error) {
	element, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: deepest})
	if err != nil {
		return "", err
	}
	answer, err := chromedp.Call(ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{
		ObjectID: element.Result.ObjectID,
	})
	if err != nil {
		return "", err
	}
	if len(answer.Nodes) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s %q", text(answer.Nodes[0].Role), collapse(text(answer.Nodes[0].Name))), nil
}

// quoted returns a text as a JavaScript string.
func quoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // every string can be encoded
	}
	return string(encoded)
}
