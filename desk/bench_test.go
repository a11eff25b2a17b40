package desk

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeLarge writes content: files with responses of so many variations each. The ones
// with an anchor are edited by reading their whole file.
func writeLarge(tb testing.TB, dir string, files, responses, variations int, anchor string) {
	tb.Helper()
	for f := range files {
		var b strings.Builder
		b.WriteString("version: \"3.1\"\nresponses:\n")
		for r := range responses {
			fmt.Fprintf(&b, "  utter_topic_%d/answer_%d:", f, r)
			if anchor != "" {
				fmt.Fprintf(&b, anchor, f, r)
			}
			b.WriteString("\n")
			for v := range variations {
				fmt.Fprintf(&b, "  # Wording %d.\n  - text: \"Hello {name}, your order %d is on its way; wording %d is for you.\"\n", v, r, v)
				switch v % 5 {
				case 1:
					fmt.Fprintf(&b, "    condition:\n    - {type: slot, name: tier, value: level%d}\n", v)
				case 2:
					b.WriteString("    channel: slack\n")
				case 4:
					fmt.Fprintf(&b, "    translation: {de: \"Hallo {name}, Fassung %d.\"}\n    buttons: [{title: Track it, payload: /track}]\n", v)
				}
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("responses_%03d.yml", f)), []byte(b.String()), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

// BenchmarkStep takes a keystroke: a step is answered, with what the response says then.
// It is run on as many variations as the largest real assistant has, in one file, and on
// a hundred thousand in large files; each by reading only the lines of the response, and
// by reading the whole file, as where a response has an anchor.
func BenchmarkStep(b *testing.B) {
	for _, size := range []struct{ files, responses, variations int }{{1, 523, 3}, {20, 500, 10}} {
		for _, c := range []struct{ read, anchor string }{{"response", ""}, {"file", " &a%d_%d"}} {
			b.Run(fmt.Sprintf("variations=%d/reads=%s", size.files*size.responses*size.variations, c.read), func(b *testing.B) {
				o := &office{t: b, dir: b.TempDir(), state: b.TempDir(), recordings: b.TempDir()}
				writeLarge(b, o.dir, size.files, size.responses, size.variations, c.anchor)
				o.open(nil)
				ann := o.ann()
				ann.checked()
				name := fmt.Sprintf("utter_topic_%d/answer_%d", size.files/2, size.responses/2)
				was := fmt.Sprintf("Hello {name}, your order %d is on its way; wording 0 is for you.", size.responses/2)
				step := func(now string) {
					op := fmt.Sprintf(`{"kind": "set", "response": %q, "number": 1, "path": "text", "value": %q, "was": %q}`, name, now, was)
					try := fmt.Sprintf(`{"response": %q, "slots": {"name": "Ann"}}`, name)
					ann.ask(http.MethodPost, "draft/steps", `{"ops": [`+op+`], "try": `+try+`}`, 200, nil)
					was = now
				}
				step("Hello") // the first one reads the file
				n := 0
				for b.Loop() {
					n++
					step(fmt.Sprintf("Hello {name}, this is text %d", n))
				}
			})
		}
	}
}
