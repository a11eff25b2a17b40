package workspace

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// BenchmarkOffer measures what the fixes of a response add to an answer: with one slip,
// and with none.
func BenchmarkOffer(b *testing.B) {
	for _, variations := range []int{3, 100, 1500} {
		for _, slip := range []string{"name", "nane"} {
			b.Run(fmt.Sprintf("variations=%d,slip=%v", variations, slip == "nane"), func(b *testing.B) {
				var text strings.Builder
				text.WriteString("slots: {name: {type: text}}\nresponses:\n  utter_x:\n  - text: Hi {" + slip + "}\n")
				for i := range variations - 1 {
					fmt.Fprintf(&text, "  - text: Hello {name}, this is text %d of many\n", i)
				}
				file := nlg.File{Path: "a.yml", Data: []byte(text.String())}
				c, _ := view.Open(b.Context(), view.Sources{Files: []nlg.File{file}}, view.Options{})
				for b.Loop() {
					r, _ := c.Response("utter_x")
					if r.Proposed() {
						c.Offer(b.Context(), r, file)
					}
				}
			})
		}
	}
}
