package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// axeFile is axe-core as npm installs it, from the directory of the desk's page.
const axeFile = "node_modules/axe-core/axe.min.js"

// Axe returns the violations of the rules of WCAG 2.2 A and AA, and of good practice,
// that axe-core finds on the page as it is now: a line for each element. web is the
// directory in which npm has installed axe-core; without it, the test is skipped.
func (p *Page) Axe(web string) []string {
	p.t.Helper()
	return p.axe(web, `['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']`)
}

// AxeContrast is [Page.Axe] with the rule of contrast alone: for a page that was looked at
// with all rules, and now has other colors.
func (p *Page) AxeContrast(web string) []string {
	p.t.Helper()
	return p.axe(web, `{type: 'rule', values: ['color-contrast']}`)
}

func (p *Page) axe(web, rules string) []string {
	p.t.Helper()
	script, err := os.ReadFile(filepath.Join(web, filepath.FromSlash(axeFile)))
	if errors.Is(err, fs.ErrNotExist) {
		p.t.Skipf("axe-core is not installed (run npm ci --ignore-scripts in desk/web)")
	}
	if err != nil {
		p.fail("read axe-core", err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if loaded, err := evaluate[bool](ctx, "typeof axe === 'object'"); err != nil || !loaded {
		if _, err := evaluate[bool](ctx, string(script)+";true"); err != nil {
			p.fail("load axe-core", err)
		}
	}
	violations, err := evaluate[[]violation](ctx, fmt.Sprintf(axeRun, rules))
	if err != nil {
		p.fail("run axe-core", err)
	}
	var lines []string
	for _, v := range violations {
		for _, node := range v.Nodes {
			lines = append(lines, fmt.Sprintf("%s (%s): %s at %s: %s", v.ID, v.Impact, v.Help, strings.Join(node.Target, " "), collapse(node.Failure)))
		}
	}
	return lines
}

// violation is a rule with the elements that violate it.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target  []string
		Failure string
	}
}

const axeRun = `axe.run(document, {
	runOnly: %s,
	resultTypes: ['violations'],
}).then(result => result.violations.map(v => ({
	id: v.id, impact: v.impact, help: v.help,
	nodes: v.nodes.map(n => ({target: n.target.map(String), failure: n.failureSummary})),
})))`
